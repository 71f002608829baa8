import type { AccessLevel } from './access-level.js';
import type { CallLimits } from './limits/call-limits.js';
import type { ClusterDescriptor } from './clusters/descriptor.js';
import type { Confirmer } from './confirmation/plan.js';
import type { Caller, Interactive, Progress } from './context.js';
import type { Operation } from './operation.js';

/** What is learned of a call on its way, for those who are told how it ended. Middlewares fill it in. */
export interface CallNotes {
  access?: AccessLevel | undefined;
  /** What let it through or refused it. */
  decidedBy?: string | undefined;
  revealed?: boolean | undefined;
  /** Made where there is an audit log. */
  inputDigest?: string | undefined;
  /** How a person agreed to it: when asked, or by having it repeated with its confirmation. */
  confirmation?: 'asked' | 'repeated' | undefined;
}

/** The calls that an operation makes, as far as a person agreed to them. */
export interface ConfirmedCalls {
  /** The operation that makes them. */
  readonly operation: string;
  /** What each of them is bound to: operation, input, cluster. */
  readonly bindings: ReadonlySet<string>;
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
  /** Where the caller talks to what it runs. */
  readonly interactive?: Interactive | undefined;
  /** The one cluster of a cluster-scoped operation, once resolved. */
  readonly target?: ClusterDescriptor | undefined;
  /** How far the limits let this operation go on the target, once resolved; the access rules may say less. */
  readonly targetAccess?: AccessLevel | undefined;
  /** The output keeps its secrets: a rule of the configuration permits it. */
  readonly revealed?: boolean | undefined;
  /** Asks the person on whose behalf the call is made, where its caller can. */
  readonly confirm?: Confirmer | undefined;
  /** What the caller was given for this call when it could not be asked. */
  readonly confirmation?: string | undefined;
  /** The calls that it may make in turn, where a person agreed to them. */
  readonly confirmed?: ConfirmedCalls | undefined;
  /** That of the call which makes this one. */
  readonly within?: ConfirmedCalls | undefined;
  /** The same object all the way. */
  readonly notes: CallNotes;
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
