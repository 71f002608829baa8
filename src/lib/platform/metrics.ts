import { observe, renderHistogram, renderNumbers, seriesOf, type Buckets, type Metric } from './metric-series.js';

/** One cluster as the gauges count it; `healthy` is undefined while nobody asked it. */
export interface ClusterHealth {
  readonly cluster: string;
  readonly environment: string;
  readonly healthy: boolean | undefined;
}

/** The metrics of one fleet. Recording is a few map operations; text is made only when somebody reads it. */
export interface Metrics {
  /** Value of the Content-Type header for {@link Metrics.render}. */
  readonly contentType: string;
  /** How to learn the clusters and their health, asked at each reading. The last reader counts. */
  readClustersFrom(read: () => readonly ClusterHealth[] | Promise<readonly ClusterHealth[]>): void;
  /** One answered or failed request to an API server. */
  apiLatency(cluster: string, operation: string, seconds: number): void;
  refreshSucceeded(environment: string, seconds: number): void;
  /** `reason`: an error code in lower case, or `partial` where only some kubeconfigs could be refreshed. */
  refreshFailed(environment: string, reason: string, seconds: number): void;
  /** Drops the series of a cluster that is gone. */
  forgetCluster(cluster: string): void;
  /** Everything in the Prometheus text format. */
  render(): Promise<string>;
}

const API_LATENCY_BUCKETS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const DEFAULT_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Empty metrics. */
export function createMetrics(): Metrics {
  const succeeded = counter('refresh_success_total', 'Refreshes of kubeconfigs that succeeded.', ['environment']);
  const failed = counter('refresh_failure_total', 'Refreshes of kubeconfigs that failed; reason partial: some of them.', [
    'environment',
    'reason',
  ]);
  const duration = histogram('refresh_duration_seconds', 'Time of a refresh of kubeconfigs.', ['environment']);
  const latency = histogram('cluster_api_latency_seconds', 'Time of requests to API servers.', ['cluster', 'operation']);
  let readClusters: () => readonly ClusterHealth[] | Promise<readonly ClusterHealth[]> = () => [];
  return {
    contentType: 'text/plain; version=0.0.4; charset=utf-8',
    readClustersFrom: (read) => {
      readClusters = read;
    },
    apiLatency: (cluster, operation, seconds) => {
      observe(latency, [cluster, operation], API_LATENCY_BUCKETS, seconds);
    },
    refreshSucceeded: (environment, seconds) => {
      add(succeeded, [environment]);
      observe(duration, [environment], DEFAULT_BUCKETS, seconds);
    },
    refreshFailed: (environment, reason, seconds) => {
      add(failed, [environment, reason]);
      observe(duration, [environment], DEFAULT_BUCKETS, seconds);
    },
    forgetCluster: (cluster) => {
      for (const [key, { labels }] of latency.series) if (labels[0] === cluster) latency.series.delete(key);
    },
    render: async () => {
      const clusters = await readClusters();
      return [
        ...clusterGauges(clusters),
        renderNumbers(succeeded),
        renderNumbers(failed),
        renderHistogram(duration),
        renderHistogram(latency),
      ].join('\n');
    },
  };
}

function clusterGauges(clusters: readonly ClusterHealth[]): string[] {
  const total = gauge('cluster_total', 'Clusters that are known.', ['environment']);
  const healthy = gauge('cluster_healthy', '1 when the cluster answered its last probe, else 0.', ['cluster', 'environment']);
  for (const { cluster, environment, healthy: answered } of clusters) {
    add(total, [environment]);
    if (answered !== undefined) add(healthy, [cluster, environment], answered ? 1 : 0);
  }
  return [renderNumbers(total), renderNumbers(healthy)];
}

function add(metric: Metric<number>, labels: readonly string[], amount = 1): void {
  const series = seriesOf(metric, labels, () => 0);
  if (series !== undefined) series.value += amount;
}

function counter(name: string, help: string, labels: readonly string[]): Metric<number> {
  return { name: `kubernetes_mcp_${name}`, help, type: 'counter', labels, series: new Map() };
}

function gauge(name: string, help: string, labels: readonly string[]): Metric<number> {
  return { ...counter(name, help, labels), type: 'gauge' };
}

function histogram(name: string, help: string, labels: readonly string[]): Metric<Buckets> {
  return { name: `kubernetes_mcp_${name}`, help, type: 'histogram', labels, series: new Map() };
}
