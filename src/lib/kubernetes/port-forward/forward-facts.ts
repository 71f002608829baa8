import type { KeptResource } from '../../context.js';
import type { ForwardTarget } from './forward-target.js';

export const PORT_FORWARD = 'port-forward';

/** What is known of a forward. */
export interface ForwardFacts {
  readonly cluster: string;
  readonly target: ForwardTarget;
  readonly localPort: number;
  readonly startedAt: string;
  /** Since the start. */
  readonly connections: number;
  readonly openConnections: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  /** The pod of the newest connection. */
  readonly pod: string;
  readonly lastError?: string | undefined;
}

/** A forward that is kept for its caller. */
export interface ForwardResource extends KeptResource {
  readonly kind: typeof PORT_FORWARD;
  facts(): ForwardFacts;
}

/** Whether what is kept is a forward: nothing else has this kind. */
export function isForward(resource: KeptResource): resource is ForwardResource {
  return resource.kind === PORT_FORWARD;
}
