import { Client as NewerClient } from '@modelcontextprotocol/client';
import { Client as OlderClient } from '@modelcontextprotocol/sdk/client/index.js';
import { ToolListChangedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { objectOf } from './answer.js';
import type { JsonObject } from './carrier.js';

/** What the contract asks of an MCP client of either SDK line. */
export interface McpSession {
  listTools(): Promise<readonly JsonObject[]>;
  /** Rejects for errors of the protocol, and when the client gives up. */
  callTool(name: string, input: JsonObject, signal: AbortSignal | undefined): Promise<JsonObject>;
  /** Resolves when the client listens for changes of the list of tools. */
  listen(): Promise<{ readonly told: Promise<void> }>;
  close(): Promise<void>;
}

type OlderTransport = Parameters<OlderClient['connect']>[0];
type NewerTransport = Parameters<NewerClient['connect']>[0];

const INFO = { name: 'fleetwright-contract', version: '1.0.0' };

/** A client of the first SDK line: the 2025 revisions. */
export async function olderSession(transport: OlderTransport): Promise<McpSession> {
  const client = new OlderClient(INFO);
  await client.connect(transport);
  return {
    listTools: async () => (await client.listTools()).tools.map(objectOf),
    callTool: async (name, input, signal) =>
      objectOf(await client.callTool({ name, arguments: { ...input } }, undefined, signal === undefined ? {} : { signal })),
    listen: async () => ({
      told: new Promise((resolve) => {
        client.setNotificationHandler(ToolListChangedNotificationSchema, () => {
          resolve();
        });
      }),
    }),
    close: () => client.close(),
  };
}

/** A client of the second SDK line that speaks 2026-07-28 and nothing else. */
export async function newerSession(transport: NewerTransport): Promise<McpSession> {
  const client = new NewerClient(INFO, { versionNegotiation: { mode: { pin: '2026-07-28' } } });
  await client.connect(transport);
  return {
    listTools: async () => (await client.listTools()).tools.map(objectOf),
    callTool: async (name, input, signal) =>
      objectOf(await client.callTool({ name, arguments: { ...input } }, signal === undefined ? {} : { signal })),
    listen: async () => {
      const told = new Promise<void>((resolve) => {
        client.setNotificationHandler('notifications/tools/list_changed', () => {
          resolve();
        });
      });
      await client.listen({ toolsListChanged: true });
      return { told };
    },
    close: () => client.close(),
  };
}
