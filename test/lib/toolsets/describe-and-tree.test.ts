import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFleet, type Fleet } from '../../../src/index.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { failureOf } from '../../support/failure.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';
import { serviceAccountKubeconfig } from '../../support/service-account.js';

const namespace = 'described';
const base = `/api/v1/namespaces/${namespace}`;

/** Mounts and reads what is there, what is not, and what may be missing. */
const mounting = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'mounting', labels: { app: 'mounting' } },
  spec: {
    tolerations: [{ operator: 'Exists' }],
    containers: [
      {
        name: 'main',
        image: 'registry.example.com/app:1.0',
        envFrom: [{ configMapRef: { name: 'settings' } }],
        env: [{ name: 'KEY', valueFrom: { secretKeyRef: { name: 'login', key: 'password', optional: true } } }],
      },
    ],
    volumes: [
      { name: 'data', persistentVolumeClaim: { claimName: 'data' } },
      { name: 'absent', secret: { secretName: 'absent' } },
      { name: 'maybe', configMap: { name: 'maybe', optional: true } },
    ],
  },
};
const claim = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'data' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, storageClassName: 'none' },
};
const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web' },
  spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080 }] },
};

await describeWithFleet('an object with all that belongs to it', () => {
  let local: LocalFleet;
  let fleet: Fleet;
  beforeAll(async () => {
    local = await sharedFleet();
    fleet = createFleet({ kubeconfigDir: local.kubeconfigDirectory, toolsets: ['inspect'] });
    await Promise.all(
      local.clusters.map(async (cluster) => {
        await cluster.seed({
          namespace,
          deployments: { web: 2 },
          failingPods: 1,
          configMaps: { settings: { colour: 'green' } },
          secrets: { login: { password: 'hunter2-described' } },
          events: [{ pod: 'failing-0000', reason: 'BackOff', message: 'Back-off restarting failed container', type: 'Warning' }],
        });
        for (const [path, body] of [
          ['persistentvolumeclaims', claim],
          ['services', service],
          ['pods', mounting],
        ] as const)
          await cluster.adminClient.request('POST', `${base}/${path}`, body);
        const pod = (await cluster.adminClient.request('GET', `${base}/pods/mounting`)).json() as { metadata: { uid: string } };
        await cluster.adminClient.request('POST', `${base}/events`, {
          apiVersion: 'v1',
          kind: 'Event',
          metadata: { name: 'mounting.1' },
          involvedObject: { apiVersion: 'v1', kind: 'Pod', name: 'mounting', namespace, uid: pod.metadata.uid },
          reason: 'FailedMount',
          message: 'secret "absent" not found',
          type: 'Warning',
          lastTimestamp: new Date(Date.now() - 300_000).toISOString().replace(/\.\d+Z$/, 'Z'),
          count: 4,
        });
      }),
    );
  }, 120_000);
  afterAll(async () => {
    await Promise.all(local.clusters.map(({ adminClient }) => adminClient.request('DELETE', `/api/v1/namespaces/${namespace}`)));
    await fleet.close();
    await local.close();
  });

  describe.each(['legacy', 'current'])('on %s', (cluster) => {
    const deployment = { cluster, apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: 'web' };

    test('a pod: events, and what it mounts, with what is missing', async () => {
      const result = await fleet.call({
        operation: 'resources_describe',
        input: { cluster, apiVersion: 'v1', kind: 'Pod', namespace, name: 'mounting' },
      });
      expect(result.output).toMatchObject({
        kind: 'Pod',
        ready: expect.any(Boolean) as boolean,
        references: [
          { kind: 'PersistentVolumeClaim', name: 'data', by: 'volume data', state: 'its phase is Pending' },
          { kind: 'Secret', name: 'absent', by: 'volume absent', state: 'MISSING' },
          { kind: 'ConfigMap', name: 'maybe', by: 'volume maybe', state: 'missing (optional)' },
          { kind: 'ConfigMap', name: 'settings', by: 'env of main', state: 'exists' },
          { kind: 'Secret', name: 'login', by: 'env of main', state: 'exists' },
        ],
        not_read: [],
      });
      expect(result.text()).toMatch(/^ {2}\d+m\S* ago {2}Warning FailedMount ×4: secret "absent" not found$/m);
      expect(result.text()).toMatch(/^ {2}Secret absent {2}MISSING {2}\(volume absent\)$/m);
    });

    test('a workload: conditions and the pods that it selects', async () => {
      const result = await fleet.call({ operation: 'resources_describe', input: deployment });
      expect(result.output).toMatchObject({
        ready: true,
        state: '2 of 2 pods available',
        conditions: expect.arrayContaining([expect.objectContaining({ type: 'Available', status: 'True' })]) as unknown[],
      });
      expect(result.text()).toMatch(/^pods it selects: 2$/m);
      expect(result.text()).toMatch(/^ {2}web-\S+ +1\/1 +Running/m);
      expect(result.text()).toMatch(/^ {2}Available=True .* for \d/m);
      expect(result.text()).not.toContain('managedFields');
    });

    test('a service: its endpoints', async () => {
      const read = () => fleet.run('resources_describe', { cluster, apiVersion: 'v1', kind: 'Service', namespace, name: 'web' });
      await expect
        .poll(async () => (await read()).related.find(({ title }) => title === 'endpoints')?.rows.length, { timeout: 20_000 })
        .toBe(2);
      const { related } = await read();
      expect(related[0]).toMatchObject({ title: 'pods it selects', more: false });
      expect(related[1]?.rows[0]).toEqual([expect.stringMatching(/^[\d.]+$/), '8080/TCP', true, expect.stringMatching(/^web-/)]);
    });

    test('a node: the pods on it, bounded', async () => {
      const { related, ready } = await fleet.run('resources_describe', {
        cluster,
        apiVersion: 'v1',
        kind: 'Node',
        name: `${cluster}-node-0`,
      });
      expect(ready).toBe(true);
      expect(related[0]?.title).toBe('pods on it');
      expect(related[0]?.rows.length).toBeLessThanOrEqual(25);
    });

    test('a Secret keeps its value', async () => {
      const result = await fleet.call({
        operation: 'resources_describe',
        input: { cluster, apiVersion: 'v1', kind: 'Secret', namespace, name: 'login' },
      });
      expect(JSON.stringify(result.output) + result.text()).not.toContain(Buffer.from('hunter2-described').toString('base64'));
      expect(result.text()).toContain('password');
    });

    test('who may read little gets what there is, and is told what could not be read', async () => {
      const rules = [{ apiGroups: ['apps'], resources: ['deployments'], verbs: ['get', 'list'] }];
      const folder = await serviceAccountKubeconfig(local.cluster(cluster), namespace, 'reader', rules);
      const limited = createFleet({ kubeconfigDir: folder.path, toolsets: ['inspect'] });
      try {
        const result = await limited.call({ operation: 'resources_describe', input: deployment });
        expect(result.output).toMatchObject({ ready: true, events: [], not_read: ['events (FORBIDDEN)', 'pods (FORBIDDEN)'] });
        expect(result.text()).toContain('not read: events (FORBIDDEN), pods (FORBIDDEN)');
        expect(result.text()).not.toContain('events: none');
        const tree = await limited.run('resources_tree', deployment);
        expect(tree.nodes.map(({ kind }) => kind)).toEqual(['Deployment']);
        expect(tree.not_read).toEqual(expect.arrayContaining(['pods (FORBIDDEN)', 'replicasets (FORBIDDEN)']));
      } finally {
        await limited.close();
        folder.remove();
      }
    });

    test('what is not there is NOT_FOUND, with its cluster', async () => {
      for (const operation of ['resources_describe', 'resources_tree'] as const) {
        expect(await failureOf(fleet.run(operation, { ...deployment, name: 'nobody' }))).toMatchObject({ code: 'NOT_FOUND', cluster });
        expect(await failureOf(fleet.run(operation, { ...deployment, kind: 'Deplyment' }))).toMatchObject({
          code: 'KIND_UNKNOWN',
          cluster,
        });
      }
    });

    test('a tree from the top: what a deployment owns', async () => {
      const result = await fleet.call({ operation: 'resources_tree', input: deployment });
      const lines = result.text().split('\n');
      expect(lines[1]).toBe(`Deployment ${namespace}/web  2 of 2 pods available  ←`);
      expect(lines[2]).toMatch(new RegExp(`^└─ ReplicaSet ${namespace}/web-\\S+ {2}desired=2 ready=2$`));
      expect(lines.filter((line) => /^ {3}└─ Pod described\/web-\S+ {2}ready=1\/1 status=Running$/.test(line))).toHaveLength(2);
    });

    test('a tree from below: the owners of a pod', async () => {
      const { nodes } = await fleet.run('resources_tree', deployment);
      const pod = nodes.find(({ kind }) => kind === 'Pod');
      const tree = await fleet.run('resources_tree', { ...deployment, apiVersion: 'v1', kind: 'Pod', name: pod?.name ?? '' });
      expect(tree.nodes.map(({ kind, depth, relation }) => [kind, depth, relation])).toEqual([
        ['Deployment', 0, 'owner'],
        ['ReplicaSet', 1, 'owner'],
        ['Pod', 2, 'self'],
      ]);
      expect(tree.nodes[0]?.state).toBe('2 of 2 pods available');
    });

    test('an owner of any kind, also one that has gone', async () => {
      const { adminClient } = local.cluster(cluster);
      const widget = (await adminClient.request('GET', '/apis/example.com/v1/namespaces/shop/widgets/small')).json() as {
        metadata: { uid: string };
      };
      const owner = { apiVersion: 'example.com/v1', kind: 'Widget', name: 'small', uid: widget.metadata.uid };
      const config = (name: string, ownerReferences: unknown[]) => ({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name, ownerReferences },
      });
      await adminClient.request('POST', '/api/v1/namespaces/shop/configmaps', config('of-widget', [owner]));
      try {
        const up = await fleet.run('resources_tree', {
          cluster,
          apiVersion: 'v1',
          kind: 'ConfigMap',
          namespace: 'shop',
          name: 'of-widget',
        });
        expect(up.nodes.map(({ kind, relation }) => [kind, relation])).toEqual([
          ['Widget', 'owner'],
          ['ConfigMap', 'self'],
        ]);
        const down = await fleet.run('resources_tree', {
          cluster,
          apiVersion: 'example.com/v1',
          kind: 'Widget',
          namespace: 'shop',
          name: 'small',
        });
        expect(down.nodes.at(-1)).toMatchObject({ kind: 'ConfigMap', name: 'of-widget', relation: 'owned' });
      } finally {
        await adminClient.request('DELETE', '/api/v1/namespaces/shop/configmaps/of-widget');
      }
    });
  });
});
