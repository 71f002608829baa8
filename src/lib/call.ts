import type { AccessLevel } from './catalog.js';
import type { ClusterDescriptor } from './clusters/descriptor.js';
import type { Caller, Progress } from './context.js';
import type { Operation } from './operation.js';

/** What one call may reach: narrower than what the fleet allows, never wider. Holds for the operations that it runs in turn, too. */
export interface CallLimits {
  readonly access?: AccessLevel | undefined;
  /** Names of toolsets; an empty list allows no operation. */
  readonly toolsets?: readonly string[] | undefined;
  /** A selector, or names and aliases; an empty list allows no cluster. Fleet operations see the other clusters as if they were not there. */
  readonly clusters?: string | readonly string[] | undefined;
}

/** One run of one operation on its way through the middlewares. Each middleware passes on a copy with what it learned. */
export interface Call {
  readonly operation: Operation;
  readonly requestId: string;
  readonly caller: Caller;
  readonly limits: CallLimits;
  /** As the caller sent it; after validation, the parsed input. */
  readonly input: unknown;
  readonly signal: AbortSignal;
  readonly progress: (update: Progress) => void;
  /** The one cluster of a cluster-scoped operation, once resolved. */
  readonly target?: ClusterDescriptor | undefined;
}

/** What a call gave, and which cluster answered. */
export interface Outcome {
  readonly output: Readonly<Record<string, unknown>>;
  readonly cluster?: string | undefined;
}

export type Next = (call: Call) => Promise<Outcome>;

/** One step around the handler. */
export type Middleware = (call: Call, next: Next) => Promise<Outcome>;

/** The middlewares as one function, the first outermost, the handler last. */
export function compose(middlewares: readonly Middleware[], handler: Next): Next {
  return middlewares.reduceRight<Next>((next, middleware) => (call) => middleware(call, next), handler);
}
