import type { LocalClusterDescription } from '../cluster-description.js';
import type { FleetPrograms } from '../programs/fleet-programs.js';
import { type ClusterPlan, type FleetSite, startCluster } from './start-cluster.js';

/** Starts clusters side by side. When one fails or `signal` aborts, the others give up too; it rejects when none is being started any more. */
export async function startClusters(
  plans: readonly ClusterPlan[],
  programs: FleetPrograms,
  site: FleetSite,
  ready: (plan: ClusterPlan) => void,
): Promise<LocalClusterDescription[]> {
  const failure = new AbortController();
  const signal = site.signal === undefined ? failure.signal : AbortSignal.any([failure.signal, site.signal]);
  const outcomes = await Promise.allSettled(
    plans.map(async (plan) => {
      try {
        const description = await startCluster(plan, programs.clusterPrograms(plan), { ...site, signal });
        ready(plan);
        return description;
      } catch (error) {
        failure.abort(error);
        throw error;
      }
    }),
  );
  if (failure.signal.aborted) throw failure.signal.reason;
  return outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
}
