import { z } from 'zod';
import type { FleetContext } from '../../context.js';
import { FleetError } from '../../errors.js';
import type { NskCluster } from '../../integrations/nsk/nsk-integration.js';
import { deferred } from '../../platform/deferred.js';
import { chosenRanchers, rancherField, type Rancher } from './choose-ranchers.js';

/** The input of what is asked about one cluster: which one, and of whom. */
export const oneClusterInput = deferred(() =>
  z.object({
    cluster: z.string().min(1).optional().describe('Name or alias; default: the active one'),
    rancher: rancherField(),
  }),
);

/** The clusters of one Rancher, as the caller may know them. */
export interface SeenClusters {
  /** In the order of their ids. */
  readonly clusters: readonly SeenCluster[];
  /** What the caller calls the cluster with this id; undefined when it is not for this caller. */
  nameOfId(id: string): string | undefined;
  /** The same by the name that Rancher has for it. */
  nameOf(rancherName: string): string | undefined;
  /** Those of such names that are for this caller, as it calls them. */
  named(rancherNames: readonly string[]): string[];
}

/** A cluster of a Rancher, and what it is called in the fleet. */
export interface SeenCluster {
  /** Its name in the fleet; where it is not there (removed, not fetched yet), the one that Rancher has for it. */
  readonly name: string;
  /** Whether it is a cluster of the fleet now. */
  readonly inFleet: boolean;
  readonly known: NskCluster;
}

/** Who asks, and which clusters of the fleet it sees. */
export type Seeing = Pick<FleetContext, 'clusters' | 'isLimited' | 'caller'>;

/** The clusters of a Rancher that the caller may know of: those of the fleet that it sees; without limits, also the others. */
export async function seenClusters({ clusters, isLimited, caller }: Seeing, rancher: Rancher): Promise<SeenClusters> {
  const inFleet = new Map(
    (await clusters.list({ caller: caller.id })).flatMap(({ name, kubeconfigPath: path }): [string, string][] =>
      path === undefined ? [] : [[path, name]],
    ),
  );
  const { clusters: known } = await rancher.status();
  const seen = known.flatMap((cluster): SeenCluster[] => {
    const called = cluster.path === undefined ? undefined : inFleet.get(cluster.path);
    if (called === undefined && isLimited) return [];
    return [{ name: called ?? cluster.name, inFleet: called !== undefined, known: cluster }];
  });
  const byId = new Map(seen.map(({ name, known: { id } }) => [id, name]));
  const byName = new Map(seen.map(({ name, known: { name: own } }) => [own, name]));
  const ids = new Set(known.map(({ id }) => id));
  const names = new Set(known.map(({ name }) => name));
  const nameOf = (own: string): string | undefined => byName.get(own) ?? (isLimited || names.has(own) ? undefined : own);
  return {
    clusters: seen,
    nameOfId: (id) => byId.get(id) ?? (isLimited || ids.has(id) ? undefined : id),
    nameOf,
    named: (own) => own.flatMap((each) => nameOf(each) ?? []),
  };
}

/** A cluster of the fleet, the Rancher that it comes from, and its id there. */
export interface LocatedCluster {
  /** Its name in the fleet. */
  readonly name: string;
  readonly rancher: Rancher;
  readonly known: NskCluster;
}

/**
 * The cluster that is named, else the active one, at its Rancher.
 * @throws FleetError CLUSTER_UNKNOWN, CLUSTER_NOT_SELECTED, INPUT_INVALID for one that comes from no (or another) Rancher
 */
export async function locateCluster(
  context: Pick<FleetContext, 'clusters' | 'caller' | 'ranchers'>,
  requested: string | undefined,
  rancherName: string | undefined,
): Promise<LocatedCluster> {
  const chosen = chosenRanchers(context, rancherName);
  const { name, kubeconfigPath } = await context.clusters.resolveTarget({ requested, caller: context.caller.id, effect: 'read' });
  for (const rancher of chosen) {
    const known = (await rancher.status()).clusters.find(({ path }) => path !== undefined && path === kubeconfigPath);
    if (known !== undefined) return { name, rancher, known };
  }
  const which = rancherName === undefined ? 'a Rancher' : `Rancher "${rancherName}"`;
  throw new FleetError('INPUT_INVALID', `Cluster ${name} does not come from ${which}: its kubeconfig is not one that was fetched there.`, {
    cluster: name,
    hint: 'nsk_clusters_discover lists the clusters that do.',
  });
}
