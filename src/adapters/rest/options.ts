import type { GuardOptions } from './access/guard.js';
import type { JwtOptions } from './access/jwt-verifier.js';
import type { Role } from './access/principal.js';
import type { StaticToken } from './access/static-tokens.js';

export interface RestOptions extends GuardOptions {
  /** Bearer tokens, by their hash. With neither these nor `jwt`, only programs of the same machine are served. */
  readonly tokens?: readonly StaticToken[] | undefined;
  /** Tokens of an OpenID Connect issuer. */
  readonly jwt?: JwtOptions | undefined;
  /** What callers may do and on which clusters, by role name. */
  readonly roles?: Readonly<Record<string, Role>> | undefined;
  /** Requests each caller may send in a window of time; false for no limit. @default 6000 in 60000 ms */
  readonly rateLimit?: RateLimit | false | undefined;
  /** Bytes of a request body at most. @default 1048576 */
  readonly maxBodyBytes?: number | undefined;
  /** Milliseconds between signs of life on a quiet stream. @default 15000 */
  readonly heartbeatMs?: number | undefined;
  /** Told of defects: failures that are no caller's fault, with the id of the request. */
  readonly onerror?: ((error: unknown, requestId: string) => void) | undefined;
}

export interface RateLimit {
  readonly requests: number;
  readonly windowMs: number;
}

export const DEFAULT_RATE_LIMIT: RateLimit = { requests: 6000, windowMs: 60_000 };
export const DEFAULT_MAX_BODY_BYTES = 1024 * 1024;
export const DEFAULT_HEARTBEAT_MS = 15_000;
