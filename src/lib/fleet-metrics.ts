import type { ClusterManager } from './cluster-manager.js';
import type { Metrics } from './platform/metrics.js';

/** Feeds the gauges from what is known already: reading metrics probes nothing. */
export function readMetricsFrom(metrics: Metrics, clusters: ClusterManager): void {
  const health = new Map<string, boolean>();
  clusters.on('cluster-reachable', ({ cluster }) => health.set(cluster, true));
  clusters.on('cluster-unreachable', ({ cluster }) => health.set(cluster, false));
  clusters.on('cluster-removed', ({ cluster }) => {
    health.delete(cluster);
    metrics.forgetCluster(cluster);
  });
  metrics.readClustersFrom(async () =>
    (await clusters.list()).map(({ name, environment }) => ({ cluster: name, environment, healthy: health.get(name) })),
  );
}
