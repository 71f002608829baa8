/* eslint-disable @typescript-eslint/no-deprecated -- embedders have either of the two server classes. */
import { randomUUID } from 'node:crypto';
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { CallLimits, Fleet } from '../../index.js';
import { bindTools } from './bind-older-server.js';
import { createFleetSurface } from './fleet-surface.js';

/** Whom the server serves is its owner's affair. One object, so that the list of tools is made once. */
const NO_LIMITS: CallLimits = {};

/** What {@link attachFleetTools} gave: how to take the notices back. */
export interface AttachedTools {
  /** Stops telling the server of changes and forgets its active clusters. The server's own life is its owner's. */
  detach(): void;
}

/**
 * Offers the operations of a fleet as the tools of a server made with `@modelcontextprotocol/sdk`. Call it before the server
 * connects; the server must have no tools of its own. Each protocol session keeps its own active cluster.
 * @throws Error when the server already answers `tools/list`.
 * @example
 * const server = new Server({ name: 'mine', version: '1.0.0' }, { capabilities: {} });
 * await attachFleetTools(server, fleet);
 * await server.connect(transport);
 */
export async function attachFleetTools(server: Server | McpServer, fleet: Fleet): Promise<AttachedTools> {
  const target = 'server' in server ? server.server : server;
  target.assertCanSetRequestHandler('tools/list');
  const surface = createFleetSurface(fleet);
  const ids = new Set<string>();
  const own = `mcp:${randomUUID()}`;
  const stop = await bindTools(target, surface, ({ sessionId }) => {
    const id = sessionId === undefined ? own : `mcp:${sessionId}`;
    ids.add(id);
    return { caller: { id, stateful: true }, limits: NO_LIMITS };
  });
  return {
    detach: () => {
      stop();
      surface.close();
      for (const id of ids) fleet.forgetCaller({ id, stateful: true });
    },
  };
}
