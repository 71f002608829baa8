import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFleet, type Fleet, type Progress } from '../../../src/index.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { failureOf } from '../../support/failure.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';

await describeWithFleet('the clusters toolset', () => {
  let local: LocalFleet;
  let fleet: Fleet;
  beforeAll(async () => {
    local = await sharedFleet();
    fleet = createFleet({ kubeconfigDir: local.kubeconfigDirectory, environments: { legacy: 'prod' }, probeTimeout: '1s' });
  });
  afterAll(async () => {
    await fleet.close();
    await local.close();
  });

  test('clusters_list connects to none, and shows what could not be loaded', async () => {
    const before = local.clusters.map(({ faults }) => faults.counters().connections);
    const output = await fleet.run('clusters_list', { show_details: true });
    expect(output).toMatchObject({
      total: 2,
      problems: [],
      clusters: [
        { name: 'current' },
        { name: 'legacy', environment: 'prod', source: expect.stringContaining('kubeconfig-directory') as string },
      ],
    });
    expect(local.clusters.map(({ faults }) => faults.counters().connections)).toEqual(before);
  });

  test('clusters_list pages by name', async () => {
    const first = await fleet.run('clusters_list', { limit: 1 });
    expect(first.clusters.map(({ name }) => name)).toEqual(['current']);
    const second = await fleet.run('clusters_list', { limit: 1, continue: String(first.continue) });
    expect(second.clusters.map(({ name }) => name)).toEqual(['legacy']);
    expect(second).not.toHaveProperty('continue');
    expect(await failureOf(fleet.run('clusters_list', { continue: 'nonsense' }))).toMatchObject({ code: 'INPUT_INVALID' });
  });

  test('clusters_status is the table of the contract', async () => {
    const result = await fleet.call({ operation: 'clusters_status' });
    const [header, ...lines] = result.text().split('\n');
    expect(header?.split(/ {2,}/)).toEqual(['CLUSTER', 'STATUS', 'VERSION', 'NODES', 'NAMESPACES', 'KUBECONFIG-AGE', 'LATENCY', 'ERRORS']);
    expect(lines[0]).toMatch(/^current +Ready +v1\.36\.3 +2\/2 +\d+ +\d+s +\d+ms +-$/);
    expect(lines[1]).toMatch(/^legacy +Ready +v1\.24\.17 +2\/2 /);
    expect(lines.at(-1)).toMatch(/^\* = active cluster; .*2 matched: 2 ok/);
    expect(result.output).toMatchObject({ coverage: { matched: 2, ok: 2, stale: 0, failed: 0, denied: 0, skipped: 0 } });
  });

  test('clusters_status of one cluster shows the details, certificates included', async () => {
    const result = await fleet.call({ operation: 'clusters_status', input: { cluster: 'legacy' } });
    expect(result.text()).toMatch(/Version: +v1\.24\.17/);
    expect(result.text()).toMatch(/Pods: .*\d+ Running/);
    expect(result.text()).toMatch(/Server certificate: +expires in \d+ days/);
    expect(result.output).toMatchObject({ detail: { deployments: expect.any(Number) as number, services: expect.any(Number) as number } });
  });

  test('a hanging cluster costs itself only, is named with its reason, and the counts add up', async () => {
    local.cluster('current').faults.hang();
    const seen: Progress[] = [];
    const result = await fleet.call({ operation: 'clusters_status', onProgress: (update) => seen.push(update) });
    local.cluster('current').faults.resume();
    expect(result.output).toMatchObject({
      coverage: { matched: 2, ok: 1, failed: 1 },
      clusters: [
        { cluster: 'current', status: 'Unknown', reason: 'timeout' },
        { cluster: 'legacy', status: 'Ready' },
      ],
    });
    expect(seen.map(({ done, total }) => [done, total])).toEqual([
      [1, 2],
      [2, 2],
    ]);
  });

  test('clusters_exec_all merges the tables under a cluster column', async () => {
    const result = await fleet.call({
      operation: 'clusters_exec_all',
      input: { operation: 'pods_list_in_namespace', parameters: { namespace: 'team-a' } },
    });
    expect(result.output).toMatchObject({
      columns: ['cluster', 'name', 'ready', 'status', 'restarts', 'age'],
      coverage: { matched: 2, ok: 2 },
      failures: [],
    });
    const rows = result.output['rows'] as unknown[][];
    expect(rows.map(([cluster, name]) => `${String(cluster)}/${String(name)}`)).toEqual(
      ['current', 'legacy'].flatMap((cluster) => [0, 1, 2].map((index) => `${cluster}/pod-000${String(index)}`)),
    );
  });

  test('clusters_exec_all keeps the objects of a list with output=json, cluster by cluster', async () => {
    const { results } = await fleet.run('clusters_exec_all', { operation: 'namespaces_list', parameters: { output: 'json' } });
    const items = expect.arrayContaining([expect.objectContaining({ kind: 'Namespace' })]) as unknown;
    expect(results).toMatchObject(['current', 'legacy'].map((cluster) => ({ cluster, output: { items } })));
  });

  test('clusters_exec_all says what failed where, and goes on', async () => {
    await local.cluster('current').faults.stop();
    const progress: Progress[] = [];
    const output = await fleet.call({
      operation: 'clusters_exec_all',
      input: { operation: 'namespaces_list' },
      onProgress: (update) => progress.push(update),
    });
    await local.cluster('current').faults.start();
    expect(output.output).toMatchObject({
      coverage: { matched: 2, ok: 1, failed: 1 },
      failures: [{ cluster: 'current', code: 'CONNECTION_REFUSED' }],
    });
    expect(output.text()).toMatch(/Failed:\n- current: CONNECTION_REFUSED/);
    expect(progress.at(-1)).toMatchObject({ done: 2, total: 2 });
  });

  test('clusters_exec_all shows where there are more rows and how to get them', async () => {
    const { output } = await fleet.call({
      operation: 'clusters_exec_all',
      input: { operation: 'pods_list_in_namespace', parameters: { namespace: 'team-a', limit: 1 }, clusters: 'env=prod' },
    });
    expect(output).toMatchObject({
      coverage: { matched: 1 },
      truncated: [{ cluster: 'legacy', continue: expect.any(String) as string, remaining: 2 }],
    });
  });

  test('operations that answer with an object are kept apart by cluster', async () => {
    const output = await fleet.run('clusters_exec_all', {
      operation: 'pods_get',
      parameters: { name: 'pod-0000', namespace: 'team-a' },
      clusters: 'not env=prod',
    });
    expect(output.results).toMatchObject([{ cluster: 'current', output: { cluster: 'current', object: { kind: 'Pod' } } }]);
  });

  test('fail_fast skips what has not begun', async () => {
    await Promise.all(local.clusters.map(({ faults }) => faults.stop()));
    const output = await fleet.run('clusters_exec_all', { operation: 'namespaces_list', fail_fast: true });
    await Promise.all(local.clusters.map(({ faults }) => faults.start()));
    const { matched, failed, skipped } = output.coverage;
    expect([matched, failed + skipped]).toEqual([2, 2]);
    expect(failed).toBeGreaterThan(0);
  });

  test.each([
    [{ operation: 'clusters_exec_all' }, 'INPUT_INVALID', /does not run on one cluster/],
    [{ operation: 'namespaces_list', parameters: { cluster: 'legacy' } }, 'INPUT_INVALID', /must not name a cluster/],
    [{ operation: 'namespaces_list', parameters: { contxt: 'legacy' } }, 'INPUT_INVALID', /contxt/],
    [{ operation: 'namespace_list' }, 'OPERATION_UNKNOWN', /namespaces_list/],
    [{ operation: 'namespaces_list', clusters: 'prod-*' }, 'SELECTOR_INVALID|CLUSTER_UNKNOWN', /prod-\*/],
    [{ operation: 'namespaces_list', clusters: 'legaci' }, 'CLUSTER_UNKNOWN', /legacy/],
    [{ operation: 'namespaces_list', clusters: '(' }, 'SELECTOR_INVALID', /selector/],
  ] as const)('clusters_exec_all refuses %j', async (input, code, message) => {
    const outcome = await fleet.call({ operation: 'clusters_exec_all', input }).catch((error: unknown) => error);
    if (outcome instanceof Error)
      expect(outcome).toMatchObject({ code: expect.stringMatching(code) as string, message: expect.stringMatching(message) as string });
    // A glob that matches nothing is no mistake of a read: it answers that nothing matched.
    else expect(outcome).toMatchObject({ output: { coverage: { matched: 0 } } });
  });

  test('configuration_view shows how clusters are reached and no credential', async () => {
    const text = (await fleet.call({ operation: 'configuration_view', input: { minified: false } })).text();
    expect(text).toContain(local.cluster('legacy').server);
    expect(text).toContain('client-certificate');
    expect(text).not.toMatch(/BEGIN|[A-Za-z0-9+/]{60}/);
  });

  test('clusters_refresh_status tells when and how sources were listed', async () => {
    expect(await fleet.run('clusters_refresh_status', {})).toMatchObject({
      directory: local.kubeconfigDirectory,
      auto_refresh: true,
      history: [{ outcome: 'Success', summary: 'Success (2 clusters updated)', failed: [] }],
      clusters: [
        { name: 'current', active: true },
        { name: 'legacy', active: true },
      ],
    });
  });

  test('clusters_switch is seen by the same caller only', async () => {
    const caller = { id: 'switching', stateful: true };
    await fleet.call({ operation: 'clusters_switch', input: { cluster: 'legacy' }, caller });
    const mine = await fleet.call({ operation: 'clusters_list', caller });
    expect(mine.output).toMatchObject({ active: 'legacy' });
    expect(mine.text()).toContain('legacy *');
    expect(await fleet.run('clusters_list', {})).not.toHaveProperty('active');
  });
});
