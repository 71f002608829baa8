import { mayDisappear } from '../../platform/shrink-guard.js';
import type { ClusterFilter } from './cluster-pattern.js';
import type { ProvidedCluster } from './kubeconfig-provider.js';
import type { Ledger, LedgerEntry } from './ledger.js';

/** How a listing is to be understood. */
export interface Listing {
  /** Everything that was listed. */
  readonly listed: readonly ProvidedCluster[];
  /** Which of it is wanted at all. */
  readonly wanted: ClusterFilter;
  /** For which clusters it is believed that they are gone, however many are. */
  readonly acceptRemovals: ClusterFilter;
  readonly now: Date;
}

/** What is known of every cluster after a listing. What is listed and not wanted keeps the entry it had. */
export function account(
  { listed, wanted, acceptRemovals, now }: Listing,
  before: Ledger,
): { seen: Map<string, LedgerEntry>; removed: string[]; held: string[] } {
  const at = now.toISOString();
  const seen = new Map(before);
  const ids = new Set(listed.map(({ id }) => id));
  for (const cluster of listed) if (wanted(cluster.name)) seen.set(cluster.id, seenEntry(cluster, before.get(cluster.id), at));
  const there = [...before.values()].filter(({ removedAt }) => removedAt === undefined);
  const gone = there.filter(({ id }) => !ids.has(id));
  const removed: string[] = [];
  const held: string[] = [];
  for (const entry of gone) {
    const { missingSince, ...rest } = entry;
    const facts = { missing: gone.length, known: there.length, now, acceptRemovals: acceptRemovals(entry.name) };
    // A moment that is still to come was written while the clock was ahead.
    const since = missingSince !== undefined && missingSince <= at ? missingSince : undefined;
    if (mayDisappear(since, facts)) {
      removed.push(entry.name);
      seen.set(entry.id, { ...rest, removedAt: at });
    } else {
      held.push(entry.name);
      seen.set(entry.id, { ...rest, missingSince: since ?? at });
    }
  }
  return { seen, removed, held };
}

/** The entry of a cluster that is listed now; what is known of its file stays. */
export function seenEntry(cluster: ProvidedCluster, before: LedgerEntry | undefined, at: string): LedgerEntry {
  const { file, sha256, nextSha256, writtenAt, inactiveSince } = before ?? {};
  return {
    ...cluster,
    labels: { ...cluster.labels },
    file,
    sha256,
    nextSha256,
    writtenAt,
    lastSeen: at,
    inactiveSince: cluster.readiness === 'Ready' ? undefined : (inactiveSince ?? at),
  };
}
