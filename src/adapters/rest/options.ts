import type { AuthenticationOptions, Authenticator } from '../http/authenticator.js';
import type { GuardOptions } from '../http/guard.js';
import type { ExecOptions } from './exec/exec-options.js';

/** With none of `tokens`, `jwt`, `authenticate` and `allowUnauthenticated`, only programs of the same machine are served. */
export interface RestOptions extends AuthenticationOptions, Omit<GuardOptions, 'loopbackOnly'> {
  /** Decides in place of what `tokens`, `jwt` and `roles` say, which then only describe: one authenticator can serve several adapters. */
  readonly authenticate?: Authenticator | undefined;
  /** Serve everyone who can connect, where no token is asked for. */
  readonly allowUnauthenticated?: boolean | undefined;
  /** Requests each caller may send in a window of time; false for no limit. @default 6000 in 60000 ms */
  readonly rateLimit?: RateLimit | false | undefined;
  /** Bytes of a request body at most. @default 1048576 */
  readonly maxBodyBytes?: number | undefined;
  /** Milliseconds between signs of life on a quiet stream. @default 15000 */
  readonly heartbeatMs?: number | undefined;
  /** Serve the web page for people at `/`; needs the requests to `/page` as well. @default false */
  readonly page?: boolean | undefined;
  /** Milliseconds between two looks at the status of each cluster, while someone follows it. @default 5000 */
  readonly statusIntervalMs?: number | undefined;
  /**
   * Interactive commands in pods over WebSockets, for those who may use `pods_exec`. What they write is not masked, so it is off unless
   * asked for. Needs `upgrade` of {@link createRestHandler}. @default off
   */
  readonly exec?: ExecOptions | undefined;
  /** Told of defects: failures that are no caller's fault, with the id of the request. */
  readonly onerror?: ((error: unknown, requestId: string) => void) | undefined;
}

/** How many requests one caller may send in a window of time. */
export interface RateLimit {
  readonly requests: number;
  readonly windowMs: number;
}

export const DEFAULT_RATE_LIMIT: RateLimit = { requests: 6000, windowMs: 60_000 };
export const DEFAULT_MAX_BODY_BYTES = 1024 * 1024;
export const DEFAULT_HEARTBEAT_MS = 15_000;
export const DEFAULT_STATUS_INTERVAL_MS = 5000;
