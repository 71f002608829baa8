import type { Caller } from '../../../index.js';
import type { createMcpServer, McpConnection } from '../mcp-server.js';
import type { McpSurface } from '../surface.js';

/** What the HTTP endpoints serve, whoever made it. */
export interface HttpParts {
  readonly surface: McpSurface;
  /** A server object for one connection. */
  readonly createServer: (requesterOf: McpConnection['requesterOf']) => ReturnType<typeof createMcpServer>;
  /** A caller has gone for good. */
  readonly forgetCaller: (caller: Caller) => void;
  /** Told of what went wrong outside of any answer. */
  readonly onerror: (error: Error) => void;
}

/** How many sessions are kept and for how long. */
export interface SessionLimits {
  /** Sessions at most; the one that is idle longest makes room. @default 1000 */
  readonly maxSessions?: number | undefined;
  /** Milliseconds after which a session without an open request ends. @default 1800000 */
  readonly sessionIdleMs?: number | undefined;
}

export const DEFAULT_MAX_SESSIONS = 1000;
export const DEFAULT_SESSION_IDLE_MS = 30 * 60_000;
/** Bytes of one request at most. */
export const MAX_BODY_BYTES = 4 * 1024 * 1024;
