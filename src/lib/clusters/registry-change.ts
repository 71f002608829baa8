import type { ClusterDescriptor } from './descriptor.js';
import type { RegistryEntry, RegistryView } from './registry-view.js';
import type { Staleness } from './source-state.js';

/** What one listing of one source changed in the fleet. */
export interface RegistryChange {
  readonly source: string;
  readonly added: readonly ClusterDescriptor[];
  /** Other connection data: sessions must be renewed. */
  readonly changed: readonly ClusterDescriptor[];
  /** Written again, connection data the same or not. */
  readonly rewritten: readonly ClusterDescriptor[];
  readonly removed: readonly ClusterDescriptor[];
  /** Newly stale. */
  readonly stale: readonly { readonly descriptor: ClusterDescriptor; readonly stale: Staleness }[];
  /** Names in conflict that were not before. */
  readonly conflicts: readonly { readonly name: string; readonly origins: readonly string[] }[];
  /** Newly held by the shrink guard. */
  readonly held: readonly string[];
  readonly sourceFailed?: { readonly message: string; readonly clustersKept: number } | undefined;
  readonly sourceRecovered: boolean;
}

export function changeBetween(before: RegistryView, after: RegistryView, source: string): RegistryChange {
  const pairs = [...after.entries].map(([name, entry]) => ({ entry, old: before.entries.get(name) }));
  const known = pairs.flatMap(({ entry, old }) => (old === undefined ? [] : [{ now: entry.descriptor, was: old.descriptor }]));
  const stale = pairs.flatMap(({ entry, old }) => newlyStale(entry, old));
  const stateBefore = before.sources.find((state) => state.source === source);
  const stateAfter = after.sources.find((state) => state.source === source);
  const failure = stateAfter?.failed;
  return {
    source,
    added: pairs.filter(({ old }) => old === undefined).map(({ entry }) => entry.descriptor),
    changed: known.filter(({ now, was }) => now.fingerprint !== was.fingerprint).map(({ now }) => now),
    rewritten: known.filter(({ now, was }) => now.lastRefresh !== was.lastRefresh).map(({ now }) => now),
    removed: [...before.entries].filter(([name]) => !after.entries.has(name)).map(([, entry]) => entry.descriptor),
    stale,
    conflicts: [...after.conflicts].filter(([name]) => !before.conflicts.has(name)).map(([name, origins]) => ({ name, origins })),
    held: stale.filter((item) => item.stale.why === 'held').map((item) => item.descriptor.name),
    ...(failure !== undefined && failure.error.message !== stateBefore?.failed?.error.message
      ? { sourceFailed: { message: failure.error.message, clustersKept: stateAfter?.clusters.size ?? 0 } }
      : {}),
    sourceRecovered: stateBefore?.failed !== undefined && failure === undefined,
  };
}

function newlyStale(entry: RegistryEntry, old: RegistryEntry | undefined): { descriptor: ClusterDescriptor; stale: Staleness }[] {
  return entry.stale === undefined || entry.stale.why === old?.stale?.why ? [] : [{ descriptor: entry.descriptor, stale: entry.stale }];
}
