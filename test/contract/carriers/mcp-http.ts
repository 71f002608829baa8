/* eslint-disable @typescript-eslint/no-deprecated -- the SSE transport is deprecated and served all the same. */
import { StreamableHTTPClientTransport as NewerHttpTransport } from '@modelcontextprotocol/client';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPClientTransport as OlderHttpTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { serveHttp } from '../../../src/adapters/mcp/index.js';
import { createFleet, type FleetConfigInput } from '../../../src/index.js';
import type { Carrier, ChangingConnection } from './carrier.js';
import { mcpConnection } from './mcp-connection.js';
import { newerSession, olderSession, type McpSession } from './mcp-sessions.js';
import { offerSample } from './sample-operation.js';

/** MCP clients over HTTP. */
export const mcpHttp: readonly Carrier[] = [
  carrier('MCP over HTTP, 2025 revision', true, (url) => olderSession(new OlderHttpTransport(new URL(`${url}/mcp`)))),
  carrier('MCP over HTTP+SSE', true, (url) => olderSession(new SSEClientTransport(new URL(`${url}/sse`)))),
  carrier('MCP over HTTP, 2026-07-28', false, (url) => newerSession(new NewerHttpTransport(new URL(`${url}/mcp`)))),
];

function carrier(name: string, keepsSession: boolean, open: (url: string) => Promise<McpSession>): Carrier {
  const connect = async (settings: FleetConfigInput): Promise<ChangingConnection> => {
    const fleet = createFleet(settings);
    const serving = await serveHttp(fleet, { port: 0 });
    const session = await open(serving.url);
    const connection = mcpConnection(session, async () => {
      await serving.close();
      await fleet.close();
    });
    return {
      ...connection,
      offerSample: async (offered) => {
        offerSample(fleet, offered);
      },
      listen: () => session.listen(),
    };
  };
  return { name, keepsSession, connect, connectChanging: connect };
}
