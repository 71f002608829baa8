import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { createMetrics } from '../../../src/lib/platform/metrics.js';

/** What prom-client, an independent maker of the same format, says of the same observations. */
async function oracle(): Promise<string[]> {
  const registers = [new Registry()];
  const name = (rest: string): string => `kubernetes_mcp_${rest}`;
  const total = new Gauge({ name: name('cluster_total'), help: 'h', labelNames: ['environment'], registers });
  const healthy = new Gauge({ name: name('cluster_healthy'), help: 'h', labelNames: ['cluster', 'environment'], registers });
  const success = new Counter({ name: name('refresh_success_total'), help: 'h', labelNames: ['environment'], registers });
  const failure = new Counter({ name: name('refresh_failure_total'), help: 'h', labelNames: ['environment', 'reason'], registers });
  const duration = new Histogram({ name: name('refresh_duration_seconds'), help: 'h', labelNames: ['environment'], registers });
  const buckets = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
  const latency = new Histogram({
    name: name('cluster_api_latency_seconds'),
    help: 'h',
    labelNames: ['cluster', 'operation'],
    buckets,
    registers,
  });
  total.set({ environment: 'prod' }, 2);
  total.set({ environment: 'dev' }, 1);
  healthy.set({ cluster: 'a', environment: 'prod' }, 1);
  healthy.set({ cluster: 'b"\\\n', environment: 'prod' }, 0);
  success.inc({ environment: 'prod' }, 2);
  failure.inc({ environment: 'prod', reason: 'timeout' });
  for (const seconds of [0.2, 0.3, 7]) duration.observe({ environment: 'prod' }, seconds);
  for (const seconds of [0.01, 0.0101, 3, 60]) latency.observe({ cluster: 'a', operation: 'pods_list' }, seconds);
  latency.observe({ cluster: 'b', operation: 'pods_get' }, 0);
  return samples((await registers[0]?.metrics()) ?? '');
}

function samples(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('# HELP'))
    .sort();
}

describe('createMetrics', () => {
  it('renders what prom-client renders for the same observations', async () => {
    const metrics = createMetrics();
    metrics.readClustersFrom(() => [
      { cluster: 'a', environment: 'prod', healthy: true },
      { cluster: 'b"\\\n', environment: 'prod', healthy: false },
      { cluster: 'c', environment: 'dev', healthy: undefined },
    ]);
    metrics.refreshSucceeded('prod', 0.2);
    metrics.refreshSucceeded('prod', 0.3);
    metrics.refreshFailed('prod', 'timeout', 7);
    for (const seconds of [0.01, 0.0101, 3, 60]) metrics.apiLatency('a', 'pods_list', seconds);
    metrics.apiLatency('b', 'pods_get', 0);
    expect(samples(await metrics.render())).toEqual(await oracle());
  });

  it('names every metric before anything was observed', async () => {
    const text = await createMetrics().render();
    expect(text.match(/^# TYPE .*$/gm)).toEqual([
      '# TYPE kubernetes_mcp_cluster_total gauge',
      '# TYPE kubernetes_mcp_cluster_healthy gauge',
      '# TYPE kubernetes_mcp_refresh_success_total counter',
      '# TYPE kubernetes_mcp_refresh_failure_total counter',
      '# TYPE kubernetes_mcp_refresh_duration_seconds histogram',
      '# TYPE kubernetes_mcp_cluster_api_latency_seconds histogram',
    ]);
    expect(text.endsWith('\n')).toBe(true);
  });

  it('drops the series of a cluster that is gone, and values that are no time', async () => {
    const metrics = createMetrics();
    metrics.apiLatency('gone', 'pods_list', 1);
    metrics.apiLatency('stays', 'pods_list', 1);
    metrics.apiLatency('stays', 'pods_get', Number.NaN);
    metrics.apiLatency('stays', 'pods_get', -1);
    metrics.forgetCluster('gone');
    const text = await metrics.render();
    expect(text).not.toContain('gone');
    expect(text).not.toContain('pods_get');
    expect(text).toContain('cluster="stays"');
  });

  it('stays bounded whatever the labels are', async () => {
    const metrics = createMetrics();
    for (let number = 0; number < 25_000; number += 1) metrics.apiLatency(`c${number}`, 'x', 1);
    expect((await metrics.render()).match(/_count\{/g)).toHaveLength(20_000);
  });
});
