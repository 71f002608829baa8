import type { ClusterDescriptor } from './descriptor.js';
import { nameConflictError, splitByName } from './name-conflicts.js';
import type { SourceFailure, SourceListing } from './source.js';
import { mayDisappear } from '../platform/shrink-guard.js';

/** Why a cluster is kept although its source does not show it just now. */
export interface Staleness {
  /** ISO 8601. */
  readonly since: string;
  /** `source-failed`: the source cannot be listed. `unreadable`: its own entry is broken. `held`: too many vanished at once. */
  readonly why: 'source-failed' | 'unreadable' | 'held';
}

/** A cluster as its source last showed it. */
export interface KnownCluster {
  readonly descriptor: ClusterDescriptor;
  readonly stale?: Staleness | undefined;
}

/** What is known of one source. */
export interface SourceState {
  readonly source: string;
  readonly clusters: ReadonlyMap<string, KnownCluster>;
  readonly failures: readonly SourceFailure[];
  /** Set while the source as a whole cannot be listed. */
  readonly failed?: SourceFailure | undefined;
  /** When it was last listed with success (ISO 8601). */
  readonly lastListing?: string | undefined;
}

export function newSourceState(source: string): SourceState {
  return { source, clusters: new Map(), failures: [] };
}

/** The state after a listing: what is not in it stays when its entry is broken or its source failed, or when the shrink guard holds it. */
export function afterListing(
  state: SourceState,
  listing: SourceListing,
  when: { readonly now: Date; readonly acceptRemovals: boolean },
): SourceState {
  const { unique, conflicts } = splitByName(listing.clusters);
  const failures = [...listing.failures, ...[...conflicts].flatMap(([name, rivals]) => conflictFailures(state.source, name, rivals))];
  const clusters = new Map<string, KnownCluster>(unique.map((descriptor) => [descriptor.name, { descriptor }]));
  const since = when.now.toISOString();
  const missing: KnownCluster[] = [];
  for (const [name, known] of state.clusters) {
    if (clusters.has(name) || isConflict(failures, name)) continue;
    const why = keptBecause(known.descriptor, failures);
    if (why === undefined) missing.push(known);
    else clusters.set(name, { ...known, stale: known.stale?.why === why ? known.stale : { since, why } });
  }
  for (const known of missing) {
    const heldSince = known.stale?.why === 'held' ? known.stale.since : undefined;
    if (mayDisappear(heldSince, { missing: missing.length, known: state.clusters.size, ...when })) continue;
    clusters.set(known.descriptor.name, { ...known, stale: { since: heldSince ?? since, why: 'held' } });
  }
  return { source: state.source, clusters, failures, lastListing: since };
}

/** The state after a listing that failed as a whole: every cluster stays, marked stale. */
export function afterFailure(state: SourceState, failure: SourceFailure, now: Date): SourceState {
  const since = now.toISOString();
  const clusters = new Map(
    [...state.clusters].map(([name, known]) => [
      name,
      known.stale === undefined ? { ...known, stale: { since, why: 'source-failed' as const } } : known,
    ]),
  );
  return { ...state, clusters, failures: [failure], failed: failure };
}

function isConflict(failures: readonly SourceFailure[], name: string): boolean {
  return failures.some((failure) => failure.cluster === name && failure.error.code === 'CLUSTER_NAME_CONFLICT');
}

// A failure that names a cluster concerns that one, else the clusters of its file, else those of its source.
function keptBecause(descriptor: ClusterDescriptor, failures: readonly SourceFailure[]): Staleness['why'] | undefined {
  for (const failure of failures) {
    if (failure.cluster !== undefined) {
      if (failure.cluster === descriptor.name) return 'unreadable';
    } else if (failure.path !== undefined) {
      if (failure.path === descriptor.kubeconfigPath) return 'unreadable';
    } else if (failure.source === descriptor.origin.source) {
      return 'source-failed';
    }
  }
  return undefined;
}

function conflictFailures(source: string, name: string, rivals: readonly ClusterDescriptor[]): SourceFailure[] {
  const error = nameConflictError(name, rivals);
  return rivals.map((rival) => ({ source, cluster: name, path: rival.origin.path, error }));
}
