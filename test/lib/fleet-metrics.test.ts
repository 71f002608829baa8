import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFleet, type Fleet } from '../../src/index.js';
import type { LocalFleet } from '../../src/testing/index.js';
import { describeWithFleet, sharedFleet } from '../support/fleet.js';

await describeWithFleet('metrics of a fleet', () => {
  let local: LocalFleet;
  let fleet: Fleet;
  beforeAll(async () => {
    local = await sharedFleet();
    fleet = createFleet({ kubeconfigDir: local.kubeconfigDirectory, environments: { legacy: 'prod' } });
  });
  afterAll(async () => {
    await fleet.close();
    await local.close();
  });

  test('clusters are counted by environment; their health is unknown until they were probed', async () => {
    const text = await fleet.metrics();
    expect(text).toContain('kubernetes_mcp_cluster_total{environment="prod"} 1');
    expect(text).not.toContain('kubernetes_mcp_cluster_healthy{');
  });

  test('health follows the probes, and latency the requests', async () => {
    await local.cluster('current').faults.stop();
    await fleet.run('clusters_status', {});
    await local.cluster('current').faults.start();
    const text = await fleet.metrics();
    expect(text).toContain('kubernetes_mcp_cluster_healthy{cluster="legacy",environment="prod"} 1');
    expect(text).toMatch(/kubernetes_mcp_cluster_healthy\{cluster="current",environment="[a-z]+"\} 0/);
    expect(text).toMatch(/kubernetes_mcp_cluster_api_latency_seconds_count\{cluster="legacy",operation="[a-z /]+"\} [1-9]/);
  });
});
