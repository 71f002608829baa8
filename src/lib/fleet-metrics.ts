import type { ClusterManager } from './cluster-manager.js';
import type { Metrics } from './platform/metrics.js';

/** Feeds the gauges from what the last probes learned: reading metrics probes nothing. */
export function readMetricsFrom(metrics: Metrics, clusters: ClusterManager): void {
  clusters.on('cluster-removed', ({ cluster }) => {
    metrics.forgetCluster(cluster);
  });
  metrics.readClustersFrom(async () =>
    (await clusters.lastStatus()).map(({ cluster, environment, state, observedAt }) => ({
      cluster,
      environment,
      healthy: observedAt === undefined ? undefined : state === 'Ready',
    })),
  );
}
