import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFleet, type Fleet } from '../../../src/index.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { failureOf } from '../../support/failure.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';

const namespace = 'listing';
const PODS = 120;

await describeWithFleet('ways to read a list', () => {
  let local: LocalFleet;
  let fleet: Fleet;
  beforeAll(async () => {
    local = await sharedFleet();
    fleet = createFleet({ kubeconfigDir: local.kubeconfigDirectory });
    await Promise.all(
      local.clusters.map((cluster) =>
        cluster.seed({
          namespace,
          pods: PODS,
          failingPods: 2,
          deployments: { web: 2 },
          secrets: { login: { password: 'hunter2-listing' } },
        }),
      ),
    );
  }, 120_000);
  afterAll(async () => {
    await Promise.all(local.clusters.map(({ adminClient }) => adminClient.request('DELETE', `/api/v1/namespaces/${namespace}`)));
    await fleet.close();
    await local.close();
  });

  describe.each(['legacy', 'current'])('on %s', (cluster) => {
    const pods = { apiVersion: 'v1', kind: 'Pod', namespace } as const;

    test('a hundred pods take at most 6 KB of text', async () => {
      const result = await fleet.call({ operation: 'pods_list_in_namespace', input: { cluster, namespace, limit: 100 } });
      expect(result.output['rows']).toHaveLength(100);
      expect(Buffer.byteLength(result.text())).toBeLessThanOrEqual(6 * 1024);
    });

    test('columns: those of wide output and labels, as named', async () => {
      const output = await fleet.run('resources_list', { cluster, ...pods, columns: 'name, NODE,label:app,nominated-node', limit: 1 });
      expect(output.columns).toEqual(['name', 'node', 'label:app', 'nominated node']);
      expect(output.rows).toEqual([['failing-0000', `${cluster}-node-0`, 'failing', '<none>']]);
    });

    test('columns over all namespaces keep the namespace', async () => {
      const output = await fleet.run('resources_list', {
        cluster,
        apiVersion: 'v1',
        kind: 'Pod',
        columns: 'name',
        labelSelector: 'app=failing',
      });
      expect(output.columns).toEqual(['namespace', 'name']);
      expect(output.rows).toContainEqual([namespace, 'failing-0000']);
    });

    test('an unknown column is refused with those that there are', async () => {
      const error = await failureOf(fleet.run('resources_list', { cluster, ...pods, columns: 'name,statsu' }));
      expect(error).toMatchObject({ code: 'INPUT_INVALID', cluster });
      expect(error.message).toMatch(/no column "statsu".*Did you mean "status".*node/);
    });

    test('sort puts all in order, not only what is shown, and says how many there are', async () => {
      const output = await fleet.run('resources_list', { cluster, ...pods, sort: '-restarts', limit: 2 });
      expect(output.rows.map(([name]) => name)).toEqual(['failing-0000', 'failing-0001']);
      expect(output).toMatchObject({ total: PODS + 4, remaining: PODS + 2 });
      expect(output.note).toMatch(/^All were sorted, the first are shown/);
      expect(output).not.toHaveProperty('continue');
    });

    test('a page that is continued is sorted for itself, and says so', async () => {
      const first = await fleet.run('resources_list', { cluster, ...pods, limit: 10 });
      const second = await fleet.run('resources_list', { cluster, ...pods, limit: 3, continue: first.continue, sort: '-name' });
      expect(second.note).toBe('Sorted within this page only.');
      const names = second.rows.map(([name]) => String(name));
      expect(names).toEqual([...names].sort().reverse());
      expect(names).not.toContain(first.rows[0]?.[0]);
    });

    test('names, and nothing else', async () => {
      const output = await fleet.run('pods_list_in_namespace', { cluster, namespace, output: 'names', limit: 2 });
      expect(output).toMatchObject({ columns: ['name'], rows: [['failing-0000'], ['failing-0001']] });
    });

    test('count counts all, with and without a selector', async () => {
      const all = await fleet.run('resources_list', { cluster, apiVersion: 'v1', kind: 'Pod', namespace: 'team-a', output: 'count' });
      expect(all).toMatchObject({ total: 3, rows: [[3]] });
      const result = await fleet.call({
        operation: 'pods_list_in_namespace',
        input: { cluster, namespace, labelSelector: 'app=pod', output: 'count' },
      });
      expect(result.output).toMatchObject({ total: PODS });
      expect(result.text()).toMatch(new RegExp(`^${cluster}: ${String(PODS)} Pod in namespace ${namespace}`));
    });

    test.each(['json', 'yaml'] as const)('%s gives slim objects, as many as fit, and continues after the last one', async (output) => {
      const first = await fleet.call({ operation: 'pods_list_in_namespace', input: { cluster, namespace, output } });
      const items = itemsOf(first.output);
      expect(items.length).toBeGreaterThan(1);
      expect(first.text().length).toBeLessThanOrEqual(25_000);
      expect(first.text()).not.toMatch(/managedFields|last-applied/);
      expect(items[0]).toMatchObject({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'failing-0000' } });
      const second = await fleet.run('pods_list_in_namespace', {
        cluster,
        namespace,
        output,
        continue: String(first.output['continue']),
        limit: 1,
      });
      const all = await fleet.run('pods_list_in_namespace', { cluster, namespace, output: 'names', limit: 0 });
      expect(second.items?.[0]).toMatchObject({ metadata: { name: all.rows[items.length]?.[0] } });
    });

    test.each([
      ['{.spec.nodeName}', `${cluster}-node-0`],
      ['.metadata.labels.app', 'failing'],
      ['$.spec.containers[*].name', 'main'],
      ['.status.conditions[?(@.type=="Ready")].status', 'False'],
      ['.metadata.labels', '{"app":"failing"}'],
    ])('projection %s', async (projection, value) => {
      const output = await fleet.run('resources_list', { cluster, ...pods, projection, fieldSelector: 'metadata.name=failing-0000' });
      expect(output).toMatchObject({ columns: ['name', 'value'], rows: [['failing-0000', value]] });
    });

    test('a projection over all pages', async () => {
      const output = await fleet.run('resources_list', {
        cluster,
        ...pods,
        projection: '.metadata.name',
        limit: 0,
        labelSelector: 'app=pod',
      });
      expect(output.rows).toHaveLength(PODS);
      expect(output).not.toHaveProperty('continue');
    });

    test('summary counts pods by status, node and workload', async () => {
      const result = await fleet.call({ operation: 'resources_list', input: { cluster, ...pods, summary: true } });
      const { rows, total } = result.output;
      expect(total).toBe(PODS + 4);
      expect(rows).toContainEqual(['status', 'CrashLoopBackOff', 2]);
      expect(rows).toContainEqual(['owner', 'Deployment web', 2]);
      expect(rows).toContainEqual(['owner', '<none>', PODS + 2]);
      expect(rows).toContainEqual(['node', `${cluster}-node-0`, expect.any(Number)]);
      expect(result.text()).toMatch(/^BY +VALUE +COUNT$/m);
    });

    test('summary of nodes and of other kinds', async () => {
      const nodes = await fleet.run('resources_list', { cluster, apiVersion: 'v1', kind: 'Node', summary: true });
      expect(nodes.rows).toContainEqual(['version', expect.stringMatching(/^(v|kwok)/), expect.any(Number)]);
      const deployments = await fleet.run('resources_list', { cluster, apiVersion: 'apps/v1', kind: 'Deployment', summary: true });
      expect(deployments.rows).toContainEqual(['namespace', namespace, 1]);
    });

    test.each([
      [{ columns: 'name,type,data' }],
      [{ output: 'json' }],
      [{ output: 'yaml' }],
      [{ projection: '.data.password' }],
      [{ projection: '.data' }],
      [{ projection: '$..*' }],
      [{ projection: '.metadata.managedFields' }],
      [{ summary: true }],
    ] as const)('a Secret keeps its value: %j', async (mode) => {
      const result = await fleet.call({
        operation: 'resources_list',
        input: { cluster, apiVersion: 'v1', kind: 'Secret', namespace, ...mode },
      });
      const everything = JSON.stringify(result.output) + result.text();
      expect(everything).not.toContain('hunter2');
      expect(everything).not.toContain(Buffer.from('hunter2-listing').toString('base64'));
    });

    test('a path into one object, in YAML and JSON, and into a Secret', async () => {
      const get = { cluster, apiVersion: 'v1', kind: 'Pod', namespace, name: 'pod-0000' };
      const { object } = await fleet.run('resources_get', { ...get, path: '.spec.nodeName' });
      expect(object).toEqual({ '.spec.nodeName': expect.stringContaining('node') as string });
      const json = await fleet.call({
        operation: 'pods_get',
        input: { cluster, namespace, name: 'pod-0000', output: 'json', path: '.spec.containers[*].image' },
      });
      expect(json.text()).toBe(`# cluster: ${cluster}\n{\n  ".spec.containers[*].image": "registry.example.com/app:1.0"\n}`);
      const secret = await fleet.call({
        operation: 'resources_get',
        input: { ...get, kind: 'Secret', name: 'login', path: '.data.password' },
      });
      expect(JSON.stringify(secret.output) + secret.text()).not.toContain(Buffer.from('hunter2-listing').toString('base64'));
      const error = await failureOf(fleet.run('resources_get', { ...get, path: '.spec.nope' }));
      expect(error).toMatchObject({ code: 'NOT_FOUND', cluster, message: expect.stringContaining('nothing at ".spec.nope"') as string });
    });

    test.each([
      [{ summary: true, limit: 5 }, /summary and limit/],
      [{ projection: '.a', columns: 'name' }, /projection and columns/],
      [{ output: 'json', sort: 'name' }, /does not use sort/],
      [{ output: 'count', limit: 5 }, /does not use limit/],
      [{ columns: 'name,,age' }, /empty name/],
      [{ projection: '.a[' }, /cannot be read as a JSONPath/],
      [{ sort: 'nope' }, /no column "nope"/],
    ])('%j is refused, nothing is ignored', async (mode, reason) => {
      const error = await failureOf(fleet.call({ operation: 'resources_list', input: { cluster, ...pods, ...mode } }));
      expect(error.code).toBe('INPUT_INVALID');
      expect(error.message).toMatch(reason);
    });
  });
});

function itemsOf(output: Readonly<Record<string, unknown>>): readonly unknown[] {
  return Array.isArray(output['items']) ? output['items'] : [];
}
