import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFleet, type Fleet } from '../../../src/index.js';
import { startLocalFleet, type LocalFleet } from '../../../src/testing/index.js';
import { failureOf } from '../../support/failure.js';
import { describeWithFleet } from '../../support/fleet.js';
import { freePort } from '../../support/free-port.js';
import { startKubelet, type TestKubelet } from '../../support/kubelet.js';
import { METRICS_SERVER_BUILD_MS, registerMetrics, startMetricsServer } from '../../support/metrics-server.js';

const MI = 2 ** 20;
const PODS = {
  steady: [{ container: 'main', cpu: 0.05, memory: 200 * MI }],
  busy: [
    { container: 'main', cpu: 0.4, memory: 64 * MI },
    { container: 'sidecar', cpu: 0.1, memory: 32 * MI },
  ],
};

// A metrics-server needs two looks at a kubelet, ten seconds apart.
await describeWithFleet('nodes_top and pods_top', () => {
  let local: LocalFleet;
  let fleet: Fleet;
  const open: AsyncDisposable[] = [];
  const kubelets = new Map<string, TestKubelet>();

  beforeAll(async () => {
    const clusters = [
      { name: 'legacy', version: '1.24' },
      { name: 'current', version: 'current' },
    ] as const;
    local = await startLocalFleet({ clusters: clusters.map((cluster) => ({ ...cluster, nodes: 0, controllers: false })) });
    fleet = createFleet({ kubeconfigDir: local.kubeconfigDirectory, readOnly: true });
    for (const { name } of clusters) {
      const containers = Object.entries(PODS).flatMap(([pod, list]) => list.map((one) => ({ namespace: 'shop', pod, ...one })));
      const kubelet = await startKubelet(local.cluster(name), { usage: { node: { cpu: 1, memory: 1024 * MI }, containers } });
      open.push(kubelet);
      kubelets.set(name, kubelet);
      await fill(local, name, kubelet.node);
    }
  }, 120_000);
  afterAll(async () => {
    await fleet.close();
    for (const one of open) await one[Symbol.asyncDispose]();
    await local.close();
  });

  describe.each(['legacy', 'current'])('on %s', (cluster) => {
    test('without metrics-server it says what is missing and what there is instead', async () => {
      for (const failure of await Promise.all(
        [fleet.run('nodes_top', { cluster }), fleet.run('pods_top', { cluster, namespace: 'shop' })].map(failureOf),
      )) {
        expect(failure).toMatchObject({
          code: 'KIND_UNKNOWN',
          cluster,
          message: expect.stringContaining('metrics-server is not installed'),
          hint: expect.stringMatching(/kubectl apply.*nodes_stats_summary/),
        });
      }
    });

    test('a metrics-server that does not answer is told with what the API server says of it', async () => {
      await registerMetrics(local.cluster(cluster), await freePort());
      await expect
        .poll(() => failureOf(fleet.run('nodes_top', { cluster })), { timeout: 20_000 })
        .toMatchObject({
          code: 'SERVER_ERROR',
          cluster,
          message: expect.stringContaining('Available=False'),
          hint: expect.stringContaining('nodes_stats_summary'),
        });
    });

    test('a real metrics-server: nodes, pods and containers', { timeout: METRICS_SERVER_BUILD_MS + 120_000 }, async () => {
      const node = kubelets.get(cluster)?.node ?? '';
      open.unshift(await startMetricsServer(local.cluster(cluster)));
      // Until it has looked twice it answers with an error, or with nothing.
      const busy = async (): Promise<unknown> => {
        const answer = await fleet.run('pods_top', { cluster }).catch((thrown: unknown) => String(thrown));
        return typeof answer === 'string' ? answer : (answer.rows[0]?.[1] ?? 'no rows');
      };
      await expect.poll(busy, { timeout: 60_000, interval: 1000 }).toBe('busy');

      const nodes = await fleet.call({ operation: 'nodes_top', input: { cluster } });
      expect(nodes.output).toMatchObject({
        columns: ['name', 'cpu', 'cpu %', 'memory', 'memory %'],
        rows: [
          [node, expect.stringMatching(/^(99\d|100\d|1000)m$/), '25%', '1024Mi', '50%'],
          ['silent', '', '', '', ''],
        ],
        note: expect.stringMatching(/^No metrics of 1 nodes \(silent\).* Measured \d+s ago over \d/),
      });
      expect(await fleet.run('nodes_top', { cluster, label_selector: 'pool=a' })).toMatchObject({
        rows: [[node, expect.anything(), '25%', '1024Mi', '50%']],
      });
      expect((await fleet.run('nodes_top', { cluster, name: node })).rows).toHaveLength(1);

      const pods = await fleet.call({ operation: 'pods_top', input: { cluster } });
      expect(pods.text()).toMatch(
        /^NAMESPACE +NAME +CPU +MEMORY\nshop +busy +(49\d|50\d)m +96Mi\nshop +steady +(49|50|51)m +200Mi\n2 pods together: cpu 5\d\dm, memory 296Mi\./m,
      );
      expect((await fleet.run('pods_top', { cluster, namespace: 'shop', sort_by: 'memory' })).rows.map(([name]) => name)).toEqual([
        'steady',
        'busy',
      ]);
      const containers = await fleet.run('pods_top', { cluster, namespace: 'shop', name: 'busy', containers: true, sort_by: 'name' });
      expect(containers.columns).toEqual(['name', 'container', 'cpu', 'memory']);
      expect(containers.rows.map(([, container, , memory]) => [container, memory])).toEqual([
        ['main', '64Mi'],
        ['sidecar', '32Mi'],
      ]);
      expect((await fleet.run('pods_top', { cluster, label_selector: 'app=steady' })).rows).toHaveLength(1);
      expect(await fleet.run('pods_top', { cluster, limit: 1 })).toMatchObject({
        rows: [['shop', 'busy', expect.anything(), '96Mi']],
        total: 2,
        remaining: 1,
      });
      expect((await fleet.run('pods_top', { cluster, all_namespaces: false })).rows).toEqual([]);

      for (const failure of await Promise.all(
        [fleet.run('nodes_top', { cluster, name: 'nobody' }), fleet.run('pods_top', { cluster, namespace: 'shop', name: 'nobody' })].map(
          failureOf,
        ),
      )) {
        expect(failure).toMatchObject({ code: 'NOT_FOUND', cluster });
      }
    });
  });

  test.each([
    ['nodes_top', { name: 'a', label_selector: 'a=b' }, 'label_selector'],
    ['pods_top', { all_namespaces: true, namespace: 'a' }, 'all_namespaces'],
    ['pods_top', { all_namespaces: true, name: 'a' }, 'namespace'],
    ['pods_top', { name: 'a', label_selector: 'a=b' }, 'label_selector'],
    ['pods_top', { sort_by: 'age' }, 'sort_by'],
    ['pods_top', { namespace: '../nodes' }, 'namespace'],
    ['nodes_top', { name: 'a/b' }, 'name'],
  ])('%s refuses %j', async (operation, input, parameter) => {
    const failure = await failureOf(fleet.call({ operation, input: { cluster: 'legacy', ...input } }));
    expect(failure.code).toBe('INPUT_INVALID');
    expect(failure.message).toContain(parameter);
  });
});

/** What a node has, a node that tells nothing, and the pods that use something. */
async function fill(local: LocalFleet, cluster: string, node: string): Promise<void> {
  const { adminClient } = local.cluster(cluster);
  const send = async (method: string, path: string, body: object): Promise<void> => {
    const answer = await adminClient.request(method, path, body);
    if (answer.status > 299) throw new Error(`${method} ${path}: ${answer.text}`);
  };
  await local.cluster(cluster).seed({ namespace: 'shop' });
  await send('PATCH', `/api/v1/nodes/${node}`, { metadata: { labels: { pool: 'a' } } });
  const capacity = { cpu: '4', memory: '2Gi', pods: '10' };
  await send('PATCH', `/api/v1/nodes/${node}/status`, { status: { capacity, allocatable: capacity } });
  await send('POST', '/api/v1/nodes', { apiVersion: 'v1', kind: 'Node', metadata: { name: 'silent' } });
  for (const [name, list] of Object.entries(PODS)) {
    const containers = list.map(({ container }) => ({ name: container, image: 'registry.example.com/app:1.0' }));
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name, labels: { app: name } }, spec: { nodeName: node, containers } };
    await send('POST', '/api/v1/namespaces/shop/pods', pod);
    await send('PATCH', `/api/v1/namespaces/shop/pods/${name}/status`, { status: { phase: 'Running' } });
  }
}
