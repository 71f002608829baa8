import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFleet, type Fleet } from '../../../src/index.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { deployment } from '../../support/deployment.js';
import { failureOf } from '../../support/failure.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';
import { ownNamespace } from '../../support/own-namespace.js';
import { serviceAccountKubeconfig } from '../../support/service-account.js';

const namespace = 'wait-for';
const maps = `/api/v1/namespaces/${namespace}/configmaps`;

await describeWithFleet('waiting', () => {
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
    const apply = (object: unknown, more = {}, options = {}) =>
      fleet.run('resources_create_or_update', { cluster, namespace, resource: JSON.stringify(object), ...more }, options);
    const held = async (name: string): Promise<void> => {
      const metadata = { name, finalizers: ['example.com/hold'] };
      expect((await admin('POST', maps, { apiVersion: 'v1', kind: 'ConfigMap', metadata })).status).toBe(201);
    };
    const release = (name: string) => admin('PATCH', `${maps}/${name}`, { metadata: { finalizers: null } });
    const remove = (name: string, options = {}) =>
      fleet.run(
        'resources_delete',
        { cluster, apiVersion: 'v1', kind: 'ConfigMap', namespace, name, wait_for: 'deleted', timeout: '20s' },
        options,
      );

    test('a rollout is followed to its end', async () => {
      const { results } = await apply(deployment('rolls', 2), { wait_for: 'ready', timeout: '25s' });
      expect(results[0]?.state).toBe('2 of 2 pods available');
    });

    test('each state on the way is told once, in its order', async () => {
      const finalizers = (left: readonly string[]) => ({ metadata: { name: 'stepwise', finalizers: left } });
      await admin('POST', maps, { apiVersion: 'v1', kind: 'ConfigMap', ...finalizers(['example.com/a', 'example.com/b']) });
      const told: { done: number; message?: string | undefined }[] = [];
      await remove('stepwise', {
        onProgress: (progress: { done: number; message?: string | undefined }) => {
          told.push(progress);
          void admin('PATCH', `${maps}/stepwise`, finalizers(told.length === 1 ? ['example.com/b'] : []));
        },
      });
      const message = (left: string) => `ConfigMap ${namespace}/stepwise: it is being deleted; finalizers left: ${left}`;
      expect(told).toEqual([
        { done: 1, message: message('example.com/a, example.com/b') },
        { done: 2, message: message('example.com/b') },
      ]);
    });

    test('a rollout that passed its deadline ends the wait before its time', async () => {
      const failing = deployment('fails', 1, { 'fleetwright.test/fails': 'CrashLoopBackOff' });
      const spec = { ...(failing['spec'] as object), progressDeadlineSeconds: 1 };
      const error = await failureOf(apply({ ...failing, spec }, { wait_for: 'ready', timeout: '25s' }));
      expect(error).toMatchObject({ code: 'WAIT_FAILED', cluster, details: { results: [{ status: 'created' }] } });
      expect(error.message).toContain('ProgressDeadlineExceeded');
    });

    test('the end of the time names the last state', async () => {
      await held('held');
      const input = {
        cluster,
        apiVersion: 'v1',
        kind: 'ConfigMap',
        namespace,
        name: 'held',
        wait_for: 'deleted',
        timeout: '200ms',
      } as const;
      const error = await failureOf(fleet.run('resources_delete', input));
      expect(error).toMatchObject({ code: 'TIMEOUT', cluster, details: { state: expect.stringContaining('example.com/hold') as string } });
      expect(error.message).toContain(`ConfigMap ${namespace}/held was told to go, but the wait failed`);
      await release('held');
    });

    test('a caller that gives up is not answered with the end of the time', async () => {
      await held('given-up');
      const controller = new AbortController();
      const waiting = remove('given-up', { signal: controller.signal, onProgress: () => controller.abort() });
      expect(await failureOf(waiting)).toMatchObject({ code: 'CANCELLED' });
      await release('given-up');
    });

    test('a broken connection is made again', async () => {
      await held('broken');
      const { faults } = local.cluster(cluster);
      const seen = remove('broken', {
        onProgress: () => {
          faults.reset();
          void release('broken').then(() => faults.clear());
        },
      });
      expect(await seen).toMatchObject({ status: 'deleted' });
    });

    test('who may not watch looks now and then; another object of the same name is not the one that was to go', async () => {
      const folder = await serviceAccountKubeconfig(local.cluster(cluster), namespace, 'looker', [
        { apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'delete'] },
      ]);
      const own = createFleet({ kubeconfigDir: folder.path });
      try {
        for (const again of [false, true]) {
          const name = again ? 'made-again' : 'looked-at';
          await held(name);
          const onProgress = (): void => {
            void release(name).then(async () => {
              if (again) await admin('POST', maps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
            });
          };
          const input = { cluster, apiVersion: 'v1', kind: 'ConfigMap', name, wait_for: 'deleted', timeout: '20s' } as const;
          expect(await own.run('resources_delete', input, { onProgress })).toMatchObject({ status: 'deleted', namespace });
          expect((await admin('GET', `${maps}/${name}`)).status).toBe(again ? 200 : 404);
        }
      } finally {
        await own.close();
        folder.remove();
      }
    });
  });
});
