import type { FleetContext } from '../../context.js';
import { FleetError } from '../../errors.js';
import { chosenRanchers, type Rancher } from './choose-ranchers.js';
import { locateCluster, seenClusters } from './seen-clusters.js';

/** Whose kubeconfig is asked for, and of whom. */
export interface KubeconfigSource {
  readonly rancher: Rancher;
  /** Its id at that Rancher, or the name that Rancher has for it. */
  readonly cluster: string;
}

/**
 * A cluster by its name in the fleet; for callers without limits also by the name or the id that Rancher has for it, so that one that is
 * not at hand yet can be fetched.
 * @throws FleetError CLUSTER_UNKNOWN, INPUT_INVALID where several Ranchers may be meant
 */
export async function kubeconfigSource(context: FleetContext, name: string, rancherName: string | undefined): Promise<KubeconfigSource> {
  const chosen = chosenRanchers(context, rancherName);
  if (context.isLimited || (await isInFleet(context, name, chosen))) {
    const { rancher, known } = await locateCluster(context, name, rancherName);
    return { rancher, cluster: known.id };
  }
  const knowing: KubeconfigSource[] = [];
  for (const rancher of chosen) {
    const found = (await rancher.status()).clusters.find((cluster) => cluster.name === name || cluster.id === name);
    if (found !== undefined) knowing.push({ rancher, cluster: found.id });
  }
  const [first] = knowing;
  if (first !== undefined && knowing.length === 1) return first;
  const [only] = chosen;
  if (only !== undefined && chosen.length === 1) return { rancher: only, cluster: name };
  const names = (knowing.length > 0 ? knowing.map(({ rancher }) => rancher) : chosen).map((rancher) => rancher.name);
  throw new FleetError(
    'INPUT_INVALID',
    `${JSON.stringify(name)} may be a cluster of several Ranchers: say which one with rancher (${names.join(', ')}). Nothing was done.`,
    { details: { ranchers: names } },
  );
}

async function isInFleet(context: FleetContext, name: string, ranchers: readonly Rancher[]): Promise<boolean> {
  const seen = await Promise.all(ranchers.map((rancher) => seenClusters(context, rancher)));
  return seen.some(({ clusters }) => clusters.some((cluster) => cluster.name === name && cluster.inFleet));
}
