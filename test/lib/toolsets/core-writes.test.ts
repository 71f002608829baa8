import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFleet, type Fleet } from '../../../src/index.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { deployment } from '../../support/deployment.js';
import { failureOf } from '../../support/failure.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';
import { ownNamespace } from '../../support/own-namespace.js';

const namespace = 'core-writes';
const core = `/api/v1/namespaces/${namespace}`;
const apps = `/apis/apps/v1/namespaces/${namespace}`;

await describeWithFleet('delete, scale and run', () => {
  let local: LocalFleet;
  let fleet: Fleet;
  let removeNamespace: () => Promise<void>;
  beforeAll(async () => {
    local = await sharedFleet();
    fleet = createFleet({ kubeconfigDir: local.kubeconfigDirectory });
    removeNamespace = await ownNamespace(local, namespace);
  });
  afterAll(async () => {
    await removeNamespace();
    await fleet.close();
    await local.close();
  });

  describe.each(['legacy', 'current'])('on %s', (cluster) => {
    const admin = (method: string, path: string, body?: unknown) => local.cluster(cluster).adminClient.request(method, path, body);
    const status = async (path: string): Promise<number> => (await admin('GET', path)).status;
    const made = async (path: string, body: unknown): Promise<{ metadata: { uid: string; resourceVersion: string } }> => {
      const answer = await admin('POST', path, body);
      expect(answer.status).toBe(201);
      return answer.json() as { metadata: { uid: string; resourceVersion: string } };
    };
    const map = (name: string, metadata = {}) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...metadata } });
    const remove = (name: string, more = {}) =>
      fleet.run('resources_delete', { cluster, apiVersion: 'v1', kind: 'ConfigMap', namespace, name, ...more });

    describe('resources_delete', () => {
      test('says what is gone', async () => {
        const { metadata } = await made(`${core}/configmaps`, map('gone'));
        expect(await remove('gone')).toEqual({
          cluster,
          kind: 'ConfigMap',
          namespace,
          name: 'gone',
          uid: metadata.uid,
          status: 'deleted',
          dry_run: false,
        });
        expect(await status(`${core}/configmaps/gone`)).toBe(404);
        expect(await failureOf(remove('gone'))).toMatchObject({ code: 'NOT_FOUND', cluster });
      });

      test('a dry run deletes nothing', async () => {
        await made(`${core}/configmaps`, map('stays'));
        const input = { cluster, apiVersion: 'v1', kind: 'ConfigMap', namespace, name: 'stays', dry_run: true };
        const result = await fleet.call({ operation: 'resources_delete', input });
        expect(result.output).toMatchObject({ status: 'deleted', dry_run: true });
        expect(result.text()).toBe(`${cluster}: ConfigMap ${namespace}/stays would be deleted (dry run, nothing was done)`);
        expect(await status(`${core}/configmaps/stays`)).toBe(200);
      });

      test('a precondition that does not hold deletes nothing', async () => {
        const { metadata } = await made(`${core}/configmaps`, map('precise'));
        for (const precondition of [{ uid: 'another' }, { resource_version: '1' }]) {
          expect(await failureOf(remove('precise', precondition))).toMatchObject({ code: 'CONFLICT', cluster });
        }
        expect(await status(`${core}/configmaps/precise`)).toBe(200);
        expect(await remove('precise', { uid: metadata.uid, resource_version: metadata.resourceVersion })).toMatchObject({
          status: 'deleted',
        });
      });

      test('names the finalizers that must go first', async () => {
        await made(`${core}/configmaps`, map('held', { finalizers: ['example.com/hold'] }));
        const result = await fleet.call({
          operation: 'resources_delete',
          input: { cluster, apiVersion: 'v1', kind: 'ConfigMap', namespace, name: 'held' },
        });
        expect(result.output).toMatchObject({ status: 'deleting', finalizers: ['example.com/hold'] });
        expect(result.text()).toContain('finalizers to be removed first: example.com/hold');
        await admin('PATCH', `${core}/configmaps/held`, { metadata: { finalizers: null } });
      });

      test('orphaned pods stay when their owner goes', async () => {
        await made(`${apps}/deployments`, deployment('owner', 1));
        const input = { cluster, apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: 'owner', propagation: 'orphan' } as const;
        // The controller makes the replica set, which is then left without an owner.
        await fleet.run('resources_scale', {
          cluster,
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          namespace,
          name: 'owner',
          wait_for: 'ready',
          timeout: '20s',
        });
        expect(await fleet.run('resources_delete', { ...input, wait_for: 'deleted', timeout: '20s' })).toMatchObject({ status: 'deleted' });
        const sets = (await admin('GET', `${apps}/replicasets?labelSelector=app%3Downer`)).json() as { items: { metadata: object }[] };
        expect(sets.items).toHaveLength(1);
        expect(sets.items[0]?.metadata).not.toHaveProperty('ownerReferences');
        await admin('DELETE', `${apps}/replicasets?labelSelector=app%3Downer`);
      });
    });

    describe('resources_scale', () => {
      const scale = (more = {}) =>
        fleet.run('resources_scale', { cluster, apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: 'scaled', ...more });

      test('reads, tries, sets and waits', async () => {
        await made(`${apps}/deployments`, deployment('scaled', 1));
        expect(await scale({ wait_for: 'ready', timeout: '20s' })).toEqual({
          cluster,
          kind: 'Deployment',
          namespace,
          name: 'scaled',
          desired: 1,
          current: 1,
          dry_run: false,
          state: '1 of 1 pods available',
        });
        expect(await scale({ scale: 3, dry_run: true })).toMatchObject({ desired: 3, desired_before: 1, dry_run: true });
        expect(await scale()).toMatchObject({ desired: 1 });
        expect(await scale({ scale: 3, wait_for: 'ready', timeout: '25s' })).toMatchObject({
          desired: 3,
          desired_before: 1,
          current: 3,
          state: '3 of 3 pods available',
        });
        const result = await fleet.call({
          operation: 'resources_scale',
          input: { cluster, apiVersion: 'apps/v1', kind: 'deploy', namespace, name: 'scaled', scale: 0 },
        });
        expect(result.text()).toBe(`${cluster}: Deployment ${namespace}/scaled goes from 3 to 0 pods, 3 there now`);
      });

      test('what has no scale is named as such', async () => {
        for (const [apiVersion, kind, name] of [
          ['v1', 'ConfigMap', 'kube-root-ca.crt'],
          ['example.com/v1', 'Widget', 'small'],
        ] as const) {
          const error = await failureOf(fleet.run('resources_scale', { cluster, apiVersion, kind, name, namespace: 'shop', scale: 1 }));
          expect(error).toMatchObject({ code: 'INPUT_INVALID', cluster, details: { parameter: 'kind' } });
          expect(error.message).toContain(`${kind} has no scale`);
        }
        const missing = await failureOf(scale({ name: 'nobody', scale: 1 }));
        expect(missing).toMatchObject({ code: 'NOT_FOUND', cluster });
      });
    });

    describe('pods_run and pods_delete', () => {
      test('a pod with a port gets a service, and both go together', async () => {
        const ran = await fleet.run('pods_run', {
          cluster,
          namespace,
          name: 'runner',
          image: 'example.test/app:1',
          port: 8080,
          env: { GREETING: 'hello world' },
          command: ['serve', '--port', '8080'],
          wait_for: 'ready',
          timeout: '20s',
        });
        const created = [`Pod ${namespace}/runner`, `Service ${namespace}/runner`];
        expect(ran).toEqual({ cluster, namespace, name: 'runner', created, dry_run: false, state: 'its containers are ready' });
        expect((await admin('GET', `${core}/pods/runner`)).json()).toMatchObject({
          metadata: { labels: { 'app.kubernetes.io/managed-by': 'fleetwright' } },
          spec: {
            containers: [
              {
                image: 'example.test/app:1',
                command: ['serve', '--port', '8080'],
                env: [{ name: 'GREETING', value: 'hello world' }],
                ports: [{ containerPort: 8080 }],
              },
            ],
          },
        });
        const endpoints = (await admin('GET', `${core}/services/runner`)).json();
        expect(endpoints).toMatchObject({
          spec: { ports: [{ port: 8080, targetPort: 8080 }], selector: { 'app.kubernetes.io/name': 'runner' } },
        });

        const tried = await fleet.run('pods_delete', { cluster, namespace, name: 'runner', dry_run: true });
        expect(tried.notes).toEqual(['nothing owns it: it does not come back', 'Service runner would be deleted with it']);
        expect(await status(`${core}/services/runner`)).toBe(200);
        const deleted = await fleet.run('pods_delete', { cluster, namespace, name: 'runner', gracePeriodSeconds: 0 });
        expect(deleted.notes).toContain('Service runner is deleted with it');
        expect(await status(`${core}/services/runner`)).toBe(404);
      });

      test('a service that pods_run did not make stays', async () => {
        await made(`${core}/services`, { apiVersion: 'v1', kind: 'Service', metadata: { name: 'mine' }, spec: { ports: [{ port: 80 }] } });
        await fleet.run('pods_run', { cluster, namespace, name: 'mine', image: 'x' });
        const { notes } = await fleet.run('pods_delete', { cluster, namespace, name: 'mine' });
        expect(notes).toEqual(['nothing owns it: it does not come back']);
        expect(await status(`${core}/services/mine`)).toBe(200);
      });

      test('a dry run makes neither', async () => {
        const ran = await fleet.run('pods_run', { cluster, namespace, name: 'dry', image: 'x', port: 80, dry_run: true });
        expect(ran).toMatchObject({ dry_run: true, created: [`Pod ${namespace}/dry`, `Service ${namespace}/dry`] });
        expect(await status(`${core}/pods/dry`)).toBe(404);
        expect(await status(`${core}/services/dry`)).toBe(404);
      });

      test('a service that cannot be is found out before the pod runs, and a pod that is there stays as it is', async () => {
        const dotted = { cluster, namespace, name: 'with.dot', image: 'x', port: 80 };
        expect(await failureOf(fleet.run('pods_run', dotted))).toMatchObject({ code: 'INVALID_OBJECT', cluster });
        expect(await status(`${core}/pods/with.dot`)).toBe(404);
        await fleet.run('pods_run', { cluster, namespace, name: 'taken', image: 'x' });
        const error = await failureOf(fleet.run('pods_run', { cluster, namespace, name: 'taken', image: 'y' }));
        expect(error).toMatchObject({ code: 'CONFLICT', cluster, hint: 'Choose another name, or delete it first.' });
        expect((await admin('GET', `${core}/pods/taken`)).json()).toMatchObject({ spec: { containers: [{ image: 'x' }] } });
      });

      test('a pod without a name gets one of its own', async () => {
        const [one, two] = await Promise.all([1, 2].map(() => fleet.run('pods_run', { cluster, namespace, image: 'x' })));
        expect(one?.name).toMatch(/^run-[0-9a-f]{8}$/);
        expect(one?.name).not.toBe(two?.name);
      });

      test('a deleted pod of a replica set is said to come back', async () => {
        await made(`${apps}/deployments`, deployment('returns', 1));
        await fleet.run('resources_scale', {
          cluster,
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          namespace,
          name: 'returns',
          wait_for: 'ready',
          timeout: '20s',
        });
        const pods = await fleet.run('pods_list_in_namespace', { cluster, namespace, labelSelector: 'app=returns' });
        const {
          status: state,
          grace_seconds: grace,
          notes,
        } = await fleet.run('pods_delete', { cluster, namespace, name: String(pods.rows[0]?.[0]) });
        expect({ state, grace }).toEqual({ state: 'deleting', grace: 30 });
        expect(notes?.[0]).toMatch(/^it belongs to ReplicaSet returns-\w+, which makes another one/);
      });
    });

    test.each([
      ['resources_delete', { apiVersion: 'v1', kind: 'ConfigMap', name: '--all' }, /"--all" begins with "-"/],
      ['resources_delete', { apiVersion: 'v1', kind: 'ConfigMap', name: 'a/b' }, /cannot be a name/],
      ['resources_delete', { apiVersion: 'v1', kind: 'Namespace', name: 'x', namespace: 'shop' }, /Namespace is not in a namespace/],
      ['resources_delete', { apiVersion: 'v1', kind: 'Podd', name: 'x' }, /no kind "Podd".*Did you mean "Pod"/],
      ['resources_delete', { apiVersion: 'v1', kind: 'Pod', name: 'x', namespace: '-A' }, /"-A" begins with "-"/],
      ['resources_delete', { apiVersion: 'v1', kind: 'Pod', name: 'x', force: true }, /unknown parameter "force"/],
      ['resources_delete', { apiVersion: 'v1', kind: 'Pod', name: 'x', timeout: '5s' }, /timeout is that of wait_for/],
      ['resources_delete', { apiVersion: 'v1', kind: 'Pod', name: 'x', dry_run: true, wait_for: 'deleted' }, /a dry run does nothing/],
      ['resources_scale', { apiVersion: 'v1', kind: 'Pod', name: 'x', scale: -1 }, /scale/],
      ['resources_scale', { apiVersion: 'v1', kind: 'Pod', name: 'x', dry_run: true }, /dry_run needs a scale/],
      ['pods_run', { image: '--privileged' }, /must be an image/],
      ['pods_run', { image: 'x', env: { 'a b': '1' } }, /env/],
      ['pods_run', { image: 'x', port: 70_000 }, /port/],
      ['resources_create_or_update', { resource: 'a: 1', wait_for: 'deleted' }, /not waited for to be deleted/],
      ['resources_create_or_update', { resource: 'a: 1', wait_for: 'ready', timeout: 'soon' }, /must be a duration/],
    ])('%s refuses %j', async (operation, input, message) => {
      const error = await failureOf(fleet.call({ operation, input: { cluster, ...input } }));
      expect(error.message).toMatch(message);
      expect(['INPUT_INVALID', 'KIND_UNKNOWN']).toContain(error.code);
    });
  });

  test('a fleet that allows no destruction writes, and deletes nothing', async () => {
    const careful = createFleet({ kubeconfigDir: local.kubeconfigDirectory, disableDestructive: true });
    try {
      const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'careful' } };
      await careful.run('resources_create_or_update', { cluster: 'current', namespace, resource: JSON.stringify(map) });
      const input = { cluster: 'current', apiVersion: 'v1', kind: 'ConfigMap', namespace, name: 'careful' };
      expect(await failureOf(careful.run('resources_delete', input))).toMatchObject({ code: 'OPERATION_NOT_ALLOWED' });
      expect(await failureOf(careful.run('pods_delete', { cluster: 'current', namespace, name: 'x' }))).toMatchObject({
        code: 'OPERATION_NOT_ALLOWED',
      });
    } finally {
      await careful.close();
    }
  });
});
