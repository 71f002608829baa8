import { canonicalJson } from '../platform/canonical-digest.js';
import { nodeCrypto } from '../platform/node-modules.js';

/** A call as a confirmation is bound to it. */
export interface BoundCall {
  readonly operation: string;
  /** The checked input without `cluster`. */
  readonly input: unknown;
  readonly cluster: string | undefined;
  /** Bindings of the calls that it makes in turn. */
  readonly calls?: readonly string[];
}

/** One digest for one call: the same call has the same, another operation, input or cluster has another. */
export function bindingOf({ operation, input, cluster, calls = [] }: BoundCall): string {
  const bound = { operation, input, cluster: cluster ?? null, calls: [...calls].sort() };
  return nodeCrypto().createHash('sha256').update(canonicalJson(bound)).digest('hex');
}
