import { fileURLToPath } from 'node:url';
import { StdioClientTransport as NewerStdioTransport } from '@modelcontextprotocol/client/stdio';
import { StdioClientTransport as OlderStdioTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { FleetConfigInput } from '../../../src/index.js';
import { builtProgram } from '../../adapters/cli/built-program.js';
import type { Carrier, ChangingConnection, Connection } from './carrier.js';
import { writeConfigFile } from './config-file.js';
import { mcpConnection } from './mcp-connection.js';
import { newerSession, olderSession, type McpSession } from './mcp-sessions.js';

interface Spawned {
  readonly session: McpSession;
  /** Of the server. */
  readonly pid: () => number | null;
}

type Spawn = (args: string[]) => Promise<Spawned>;

const NOTHING_OF_THIS_MACHINE = { HOME: '/no-home-of-anyone' };
const CHANGING_PROGRAM = fileURLToPath(new URL('changing-program.ts', import.meta.url));

/** MCP clients that start `fleetwright mcp`. */
export const mcpStdio: readonly Carrier[] = [
  carrier('MCP over stdio, 2025 revision', async (args) => {
    const transport = new OlderStdioTransport(program(args));
    return { session: await olderSession(transport), pid: () => transport.pid };
  }),
  carrier('MCP over stdio, 2026-07-28', async (args) => {
    const transport = new NewerStdioTransport(program(args));
    return { session: await newerSession(transport), pid: () => transport.pid };
  }),
];

function program(args: string[]): { command: string; args: string[]; env: Record<string, string>; stderr: 'ignore' } {
  return { command: process.execPath, args, env: NOTHING_OF_THIS_MACHINE, stderr: 'ignore' };
}

function carrier(name: string, spawn: Spawn): Carrier {
  return {
    name,
    keepsSession: true,
    connect: async (settings) => connect(spawn, settings),
    connectChanging: async (settings) => connectChanging(spawn, settings),
  };
}

async function connect(spawn: Spawn, settings: FleetConfigInput): Promise<Connection> {
  const config = await writeConfigFile(settings);
  const { session } = await spawn([await builtProgram(), 'mcp', '--config', config.path]);
  return mcpConnection(session, async () => config[Symbol.asyncDispose]());
}

/** The operations of the real program do not change by themselves: the same server is run by a program that changes them on a signal. */
async function connectChanging(spawn: Spawn, settings: FleetConfigInput): Promise<ChangingConnection> {
  const { session, pid } = await spawn(['--import', 'tsx', CHANGING_PROGRAM, JSON.stringify(settings)]);
  return {
    ...mcpConnection(session, () => Promise.resolve()),
    offerSample: async (offered) => {
      process.kill(pid() ?? Number.NaN, offered ? 'SIGUSR2' : 'SIGHUP');
    },
    listen: () => session.listen(),
  };
}
