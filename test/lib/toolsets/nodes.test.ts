import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createFleet, type Fleet } from '../../../src/index.js';
import { startLocalFleet, type LocalFleet } from '../../../src/testing/index.js';
import { failureOf } from '../../support/failure.js';
import { describeWithFleet } from '../../support/fleet.js';

const namespace = 'drain-test';

// Draining moves the pods of a whole node: clusters of its own.
await describeWithFleet('care of nodes', () => {
  let local: LocalFleet;
  let fleet: Fleet;

  beforeAll(async () => {
    local = await startLocalFleet({
      clusters: [
        { name: 'legacy', version: '1.24', nodes: 3 },
        { name: 'current', version: 'current', nodes: 3 },
      ],
    });
    fleet = createFleet({ kubeconfigDir: local.kubeconfigDirectory, toolsets: ['nodes'] });
    for (const cluster of local.clusters) await cluster.seed({ namespace, deployments: { web: 4 } });
  }, 120_000);
  afterAll(async () => {
    await fleet.close();
    await local.close();
  });

  describe.each(['legacy', 'current'])('on %s', (cluster) => {
    const node = `${cluster}-node-1`;
    const read = async (path: string): Promise<Record<string, unknown>> => {
      const answer: unknown = (await local.cluster(cluster).adminClient.request('GET', path)).json();
      if (typeof answer !== 'object' || answer === null) throw new Error(`${path} is no object`);
      return { ...answer };
    };
    const podsOn = async (name: string): Promise<unknown[]> => {
      const { items } = await read(`/api/v1/namespaces/${namespace}/pods?fieldSelector=spec.nodeName=${name}`);
      const pods: unknown[] = Array.isArray(items) ? items : [];
      return pods;
    };

    // Where a node is closed while they are placed, they are elsewhere.
    beforeAll(async () => {
      await vi.waitFor(async () => expect(await podsOn(node)).not.toEqual([]), { timeout: 60_000, interval: 200 });
    }, 70_000);

    test('cordon and uncordon say whether anything changed', async () => {
      expect(await fleet.run('nodes_cordon', { cluster, name: node, dry_run: true })).toMatchObject({ changed: true, dry_run: true });
      expect(await fleet.run('nodes_cordon', { cluster, name: node })).toMatchObject({ changed: true });
      expect(await read(`/api/v1/nodes/${node}`)).toMatchObject({ spec: { unschedulable: true } });
      expect(await fleet.run('nodes_cordon', { cluster, name: node })).toMatchObject({ changed: false });
      expect(await fleet.run('nodes_uncordon', { cluster, name: node })).toMatchObject({ changed: true });
    });

    test('taints are added, replaced and removed', async () => {
      await fleet.run('nodes_taint', { cluster, name: node, add: ['team=blue:PreferNoSchedule'] });
      const again = fleet.run('nodes_taint', { cluster, name: node, add: ['team=red:PreferNoSchedule'] });
      expect(await failureOf(again)).toMatchObject({ code: 'CONFLICT', cluster, hint: expect.stringContaining('overwrite') });
      await fleet.run('nodes_taint', { cluster, name: node, add: ['team=red:PreferNoSchedule'], overwrite: true });
      expect(await read(`/api/v1/nodes/${node}`)).toMatchObject({
        spec: { taints: expect.arrayContaining([{ key: 'team', value: 'red', effect: 'PreferNoSchedule' }]) },
      });
      await fleet.run('nodes_taint', { cluster, name: node, remove: ['team'] });
      expect(JSON.stringify(await read(`/api/v1/nodes/${node}`))).not.toContain('"key":"team"');
      const missing = fleet.run('nodes_taint', { cluster, name: node, remove: ['team'] });
      expect(await failureOf(missing)).toMatchObject({ code: 'INPUT_INVALID', message: expect.stringContaining('has no taint "team"') });
    });

    test('a drain says what would go, is stopped by a bare pod, and respects the budget of the others', async () => {
      await local.cluster(cluster).seed({ namespace: 'bare', pods: 3 });
      const blocked = await failureOf(fleet.run('nodes_drain', { cluster, name: node }));
      expect(blocked).toMatchObject({
        code: 'CONFLICT',
        cluster,
        message: expect.stringMatching(/bare\/pod-\d+ \(nothing would make it anew.*Nothing was done/s),
      });
      expect(await read(`/api/v1/nodes/${node}`)).not.toMatchObject({ spec: { unschedulable: true } });

      const before = await podsOn(node);
      const plan = await fleet.run('nodes_drain', { cluster, name: node, force: true, dry_run: true });
      expect(plan.pods.filter(({ status }) => status === 'would_go').length).toBeGreaterThanOrEqual(before.length + 1);
      expect((await podsOn(node)).length).toBe(before.length);

      const budget = {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata: { name: 'all' },
        spec: { maxUnavailable: 0, selector: { matchLabels: { app: 'web' } } },
      };
      const budgets = `/apis/policy/v1/namespaces/${namespace}/poddisruptionbudgets`;
      await local.cluster(cluster).adminClient.request('POST', budgets, budget);
      await expect
        .poll(async () => (await read(`${budgets}/all`))['status'], { timeout: 30_000 })
        .toMatchObject({ expectedPods: 4, currentHealthy: 4 });
      const stopped = await failureOf(
        fleet.run('nodes_drain', { cluster, name: node, force: true, timeout: '3s', label_selector: 'app=web' }),
      );
      expect(stopped).toMatchObject({
        code: 'TIMEOUT',
        cluster,
        message: expect.stringMatching(/is cordoned, 0 pods are evicted.*disruption budget/s),
      });
      expect((await podsOn(node)).length).toBe(before.length);

      await local.cluster(cluster).adminClient.request('DELETE', `${budgets}/all`);
      const result = await fleet.call({ operation: 'nodes_drain', input: { cluster, name: node, force: true, timeout: '30s' } });
      expect(result.text()).toContain(`${cluster}: node ${node} is drained and cordoned`);
      expect(await podsOn(node)).toEqual([]);
      await fleet.run('nodes_uncordon', { cluster, name: node });
    }, 120_000);

    test.each([
      { operation: 'nodes_drain', input: { name: 'nowhere' }, code: 'NOT_FOUND' },
      { operation: 'nodes_drain', input: { name: '--all' }, code: 'INPUT_INVALID' },
      { operation: 'nodes_cordon', input: { name: 'nowhere' }, code: 'NOT_FOUND' },
      { operation: 'nodes_taint', input: { name: node, add: ['a=b:Sometimes'] }, code: 'INPUT_INVALID' },
      { operation: 'nodes_taint', input: { name: node }, code: 'INPUT_INVALID' },
    ])('$operation refuses $input', async ({ operation, input, code }) => {
      expect(await failureOf(fleet.call({ operation, input: { cluster, ...input } }))).toMatchObject({ code });
    });
  });
});
