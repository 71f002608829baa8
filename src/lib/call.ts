import type { AccessLevel } from './access-level.js';
import type { CallLimits } from './limits/call-limits.js';
import type { ClusterDescriptor } from './clusters/descriptor.js';
import type { Caller, Progress } from './context.js';
import type { Operation } from './operation.js';

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
  /** How far the limits let this operation go on the target, once resolved; the access rules may say less. */
  readonly targetAccess?: AccessLevel | undefined;
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
