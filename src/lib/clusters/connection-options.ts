import type { ErrorCode } from '../errors.js';

/** One request as metrics see it. */
export interface RequestFacts {
  readonly cluster: string;
  readonly identity: string;
  /** `list pods`: few distinct values. */
  readonly operation: string;
  /** HTTP status; undefined when no answer came. */
  readonly status: number | undefined;
  readonly code: ErrorCode | undefined;
  readonly durationMs: number;
}

/** Time limits and listeners of a connection. */
export interface ConnectionOptions {
  readonly idleTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly pluginTimeoutMs: number | undefined;
  readonly onOpened: () => void;
  readonly onClosed: (why: 'idle' | 'changed' | 'removed' | 'closed') => void;
  readonly onRequest: ((facts: RequestFacts) => void) | undefined;
}
