import type { ClusterDescriptor } from './descriptor.js';
import type { StatusListener } from './fleet-status.js';

/** What to probe, and how. */
export interface StatusOptions {
  /** A selector, or exact names; every cluster when absent. */
  readonly clusters?: string | readonly string[] | undefined;
  /** Whose active cluster the selector's `active` means. @default 'default' */
  readonly caller?: string | undefined;
  /** When it aborts, clusters that were not asked yet are left out of the probing and counted as skipped. */
  readonly signal?: AbortSignal | undefined;
  /** Clusters probed at once. @default that of the manager */
  readonly concurrency?: number | undefined;
  /** Milliseconds that one cluster may take. @default that of the manager */
  readonly timeoutMs?: number | undefined;
  /** Ask also clusters that hung a moment ago. @default whether `clusters` names them */
  readonly force?: boolean | undefined;
  /** Told of each cluster as soon as it is known: fast ones do not wait for slow ones. */
  readonly onResult?: StatusListener | undefined;
}

/** Whose active cluster a selector's `active` means, and among which clusters to choose. */
export interface SelectOptions {
  readonly caller?: string | undefined;
  readonly within?:
    { readonly clusters: readonly ClusterDescriptor[]; readonly find: (name: string) => ClusterDescriptor | undefined } | undefined;
}
