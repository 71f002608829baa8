import type { ClusterManager } from '../cluster-manager.js';
import type { ClusterDescriptor } from '../clusters/descriptor.js';
import { FleetError } from '../errors.js';
import type { Logger } from '../platform/logger.js';
import type { ClusterLimit } from './call-limits.js';
import type { KnownClusters } from './known-clusters.js';
import { readLimitSelector } from './limit-selector.js';

/** Selectors that are remembered: far more than there are roles. */
const REMEMBERED = 1000;

/** The names of the clusters that a limit means. One that cannot be held against the clusters of now means none; the log says why. */
export async function clustersOfLimit(
  manager: ClusterManager,
  known: KnownClusters,
  limit: ClusterLimit | undefined,
  logger: Logger,
): Promise<Pick<ReadonlySet<string>, 'has'>> {
  if (limit === undefined) return known.byName;
  if (typeof limit !== 'string')
    return new Set(limit.flatMap((name) => known.byName.get(name)?.name ?? known.byAlias.get(name)?.name ?? []));
  const remembered = known.selected.get(limit);
  if (remembered !== undefined) return remembered;
  const { excluded, lasting } = readLimitSelector(limit);
  const find = (name: string): ClusterDescriptor | undefined => findFor(known, name, excluded.has(name));
  let names: ReadonlySet<string> = new Set();
  try {
    const { clusters } = await manager.select(limit, { within: { clusters: known.clusters, find } });
    names = new Set(clusters.map(({ name }) => name));
  } catch (thrown) {
    logger.log('warn', 'A limit on clusters cannot be used, so it allows none', { limit, error: String(thrown) });
  }
  if (lasting) {
    if (known.selected.size >= REMEMBERED) known.selected.clear();
    known.selected.set(limit, names);
  }
  return names;
}

/** @throws FleetError CLUSTER_UNKNOWN for an excluded name that is not there: leaving it out would allow more than was meant */
function findFor({ byName, byAlias }: KnownClusters, name: string, isExcluded: boolean): ClusterDescriptor | undefined {
  const [own, aliased] = [byName.get(name), byAlias.get(name)];
  if (own !== undefined && aliased !== undefined && own !== aliased) {
    throw new FleetError('CLUSTER_NAME_CONFLICT', `${JSON.stringify(name)} is a cluster and also an alias.`);
  }
  const cluster = own ?? aliased;
  if (cluster === undefined && isExcluded)
    throw new FleetError('CLUSTER_UNKNOWN', `It excludes ${JSON.stringify(name)}, which is not there.`);
  return cluster;
}
