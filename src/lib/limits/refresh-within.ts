import type { ClusterManager } from '../cluster-manager.js';
import type { Within } from './clusters-within.js';

type RefreshStatus = Awaited<ReturnType<ClusterManager['refreshStatus']>>;

/** How current the clusters of a limited caller are, without a word of the others. */
export function refreshWithin(status: RefreshStatus, { clusters, has }: Within): RefreshStatus {
  const own = (names: readonly string[]): string[] => names.filter((name) => has({ name }));
  return {
    ...status,
    sources: status.sources.flatMap(({ failure, ...source }) => {
      const count = clusters.filter(({ origin }) => origin.source === source.name).length;
      // The words of a failure may name any cluster.
      return count === 0 ? [] : [{ ...source, clusters: count, ...(failure === undefined ? {} : { failure: 'It could not be listed.' }) }];
    }),
    clusters: status.clusters.filter(has),
    history: status.history.map((report) => ({
      ...report,
      summary: report.outcome,
      added: own(report.added),
      changed: own(report.changed),
      removed: own(report.removed),
      held: own(report.held),
      failed: report.failed.filter(({ cluster: name }) => name !== undefined && has({ name })),
    })),
  };
}
