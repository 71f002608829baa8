import type { ClusterManager } from '../cluster-manager.js';
import type { ClusterDescriptor } from '../clusters/descriptor.js';

/** The clusters there are, as names find them. */
export interface KnownClusters {
  /** In the order of the fleet. */
  readonly clusters: readonly ClusterDescriptor[];
  readonly byName: ReadonlyMap<string, ClusterDescriptor>;
  readonly byAlias: ReadonlyMap<string, ClusterDescriptor>;
  /** What selectors were found to mean, as long as these are the clusters. */
  readonly selected: Map<string, ReadonlySet<string>>;
}

const last = new WeakMap<ClusterManager, KnownClusters>();

/** The clusters of now. The same object as long as they are the same: each call of a limited caller asks, and clusters change seldom. */
export async function knownClusters(manager: ClusterManager): Promise<KnownClusters> {
  const { clusters } = await manager.select(undefined);
  const before = last.get(manager);
  // Descriptors are plain data that is replaced, never changed; aliases are configuration.
  if (before?.clusters.length === clusters.length && clusters.every((cluster, index) => cluster === before.clusters[index])) return before;
  const byName = new Map(clusters.map((cluster) => [cluster.name, cluster]));
  const byAlias = new Map<string, ClusterDescriptor>();
  for (const { name, aliases } of await manager.list()) {
    const cluster = byName.get(name);
    if (cluster !== undefined) for (const alias of aliases) byAlias.set(alias, cluster);
  }
  const known = { clusters, byName, byAlias, selected: new Map<string, ReadonlySet<string>>() };
  last.set(manager, known);
  return known;
}
