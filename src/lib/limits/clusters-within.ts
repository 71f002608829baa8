import { accessAllows, widest, type AccessLevel } from '../access-level.js';
import { countsFor, grantsOf, type CallGrant, type CallLimits } from './call-limits.js';
import { clustersOfLimit } from './clusters-of-limit.js';
import { knownClusters, type KnownClusters } from './known-clusters.js';
import type { ClusterManager } from '../cluster-manager.js';
import type { ClusterDescriptor } from '../clusters/descriptor.js';
import { FleetError } from '../errors.js';
import type { Operation } from '../operation.js';
import type { Logger } from '../platform/logger.js';
import { outsideLimits } from './outside-limits.js';

/** Whose limits are held against which operation. */
export interface Limited {
  readonly limits: CallLimits;
  readonly operation: Operation;
  readonly toolset: string;
  readonly logger: Logger;
}

/** The clusters on which a call may run its operation, as of now. */
export interface Within {
  readonly clusters: readonly ClusterDescriptor[];
  readonly has: (cluster: { readonly name: string }) => boolean;
  /**
   * One of them by its name or alias.
   * @throws FleetError CLUSTER_UNKNOWN also for clusters that exist but that no grant of the caller covers; OPERATION_NOT_ALLOWED for
   * those on which it may do other things
   */
  readonly find: (name: string) => ClusterDescriptor;
  /** How far the caller may go there with this operation. */
  readonly levelOn: (cluster: { readonly name: string }) => AccessLevel | undefined;
}

interface Area {
  readonly grant: CallGrant;
  readonly names: Pick<ReadonlySet<string>, 'has'>;
}

/** Holds the limits against the clusters there are. */
export async function readWithin(manager: ClusterManager, limited: Limited): Promise<Within> {
  const { limits, operation, toolset, logger } = limited;
  const known = await knownClusters(manager);
  const whole = await clustersOfLimit(manager, known, limits.clusters, logger);
  const seen = await Promise.all(
    grantsOf(limits).map(async (grant): Promise<Area> => {
      return { grant, names: await clustersOfLimit(manager, known, grant.clusters, logger) };
    }),
  );
  const counting = seen.filter(({ grant }) => countsFor(grant, operation, toolset));
  const isIn = (areas: readonly Area[], name: string): boolean => whole.has(name) && areas.some(({ names }) => names.has(name));
  const clusters = known.clusters.filter(({ name }) => isIn(counting, name));
  const names = new Set(clusters.map(({ name }) => name));
  return {
    clusters,
    has: ({ name }) => names.has(name),
    find: (requested) => {
      const cluster = named(known, requested, (name) => isIn(seen, name));
      if (cluster === undefined) throw outsideLimits(requested, [...names]);
      if (names.has(cluster.name)) return cluster;
      throw notThatFar(limited, cluster, widest(covering(seen, cluster)));
    },
    levelOn: (cluster) => (names.has(cluster.name) ? widest(covering(counting, cluster)) : undefined),
  };
}

function covering(areas: readonly Area[], { name }: { readonly name: string }): AccessLevel[] {
  return areas.filter(({ names }) => names.has(name)).map(({ grant }) => grant.access);
}

/** Finds a cluster that the caller may know of. Of a name that means two, it may know one. */
function named({ byName, byAlias }: KnownClusters, requested: string, isSeen: (name: string) => boolean): ClusterDescriptor | undefined {
  const meant = [byName.get(requested), byAlias.get(requested)].filter((one) => one !== undefined);
  const [first, second] = [...new Set(meant)];
  if (second !== undefined && meant.some(({ name }) => isSeen(name))) {
    throw new FleetError('CLUSTER_NAME_CONFLICT', `${JSON.stringify(requested)} is a cluster and also an alias. Nothing was done.`, {
      hint: 'Use the own name of the cluster that the alias means, or ask for another alias.',
    });
  }
  return first !== undefined && isSeen(first.name) ? first : undefined;
}

function notThatFar({ operation, toolset }: Limited, { name }: ClusterDescriptor, level: AccessLevel = 'read-only'): FleetError {
  const why = accessAllows(level, operation.effect)
    ? `${operation.name} is of the toolset ${toolset}, which this caller may not use on cluster ${name}.`
    : `${operation.name} is ${operation.effect}; this caller is ${level} on cluster ${name}.`;
  return new FleetError('OPERATION_NOT_ALLOWED', `${why} Nothing was done.`, { cluster: name });
}
