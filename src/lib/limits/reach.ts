import type { AccessLevel } from '../access-level.js';
import { countsFor, grantsOf } from './call-limits.js';
import type { ClusterManager } from '../cluster-manager.js';
import { readWithin, type Limited } from './clusters-within.js';
import type { ClusterDescriptor } from '../clusters/descriptor.js';
import type { TargetRequest } from '../clusters/resolve-target.js';
import { confineClusters, targetWithin } from './confined-clusters.js';
import type { FleetClusters } from '../context.js';

/** One cluster that a call is for, and how far its limits let it go there. */
export interface Target {
  readonly cluster: ClusterDescriptor;
  readonly access: AccessLevel;
}

/** What a call may reach, as its limits have it. */
export interface Reach {
  /** What a fleet operation sees. */
  readonly clusters: FleetClusters;
  /** Decides on which cluster a cluster operation runs. */
  readonly target: (request: TargetRequest) => Promise<Target>;
}

export function reachOf(manager: ClusterManager, limited: Limited): Reach {
  const { limits, operation, toolset } = limited;
  const counting = grantsOf(limits).filter((grant) => countsFor(grant, operation, toolset));
  const everywhere = limits.clusters === undefined && counting.some(({ clusters }) => clusters === undefined);
  const isSimple = everywhere && new Set(counting.map(({ access }) => access)).size === 1;
  return {
    clusters: everywhere ? manager : confineClusters(manager, limited),
    target: async (request) => {
      const [first] = counting;
      if (isSimple && first !== undefined) return { cluster: await manager.resolveTarget(request), access: first.access };
      const within = await readWithin(manager, limited);
      const cluster = everywhere ? await manager.resolveTarget(request) : await targetWithin(manager, within, request);
      return { cluster, access: within.levelOn(cluster) ?? 'read-only' };
    },
  };
}
