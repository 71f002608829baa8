import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFleet, type Fleet } from '../../../src/index.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { failureOf } from '../../support/failure.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';

await describeWithFleet('objects and logs of the core toolset', () => {
  let local: LocalFleet;
  let fleet: Fleet;
  beforeAll(async () => {
    local = await sharedFleet();
    fleet = createFleet({ kubeconfigDir: local.kubeconfigDirectory });
  });
  afterAll(async () => {
    await fleet.close();
    await local.close();
  });

  describe.each(['legacy', 'current'])('on %s', (cluster) => {
    test('pods_get gives the pod without what only machines read', async () => {
      const { object } = await fleet.run('pods_get', { cluster, namespace: 'team-a', name: 'pod-0000' });
      expect(object).toMatchObject({ kind: 'Pod', metadata: { name: 'pod-0000', namespace: 'team-a' }, status: { phase: 'Running' } });
      expect(JSON.stringify(object)).not.toContain('managedFields');
    });

    test('the text is YAML under a line that names the cluster', async () => {
      const result = await fleet.call({ operation: 'pods_get', input: { cluster, namespace: 'team-a', name: 'pod-0000' } });
      expect(result.text()).toMatch(new RegExp(`^# cluster: ${cluster}\\napiVersion: v1\\nkind: Pod\\n`));
    });

    test('the value of a Secret never leaves, in output or text', async () => {
      const result = await fleet.call({
        operation: 'resources_get',
        input: { cluster, apiVersion: 'v1', kind: 'Secret', namespace: 'shop', name: 'database' },
      });
      const everything = JSON.stringify(result.output) + result.text();
      expect(everything).toContain('password');
      expect(everything).not.toContain('hunter2');
      expect(everything).not.toContain(Buffer.from('hunter2-shop').toString('base64'));
    });

    test('resources_get keeps every field of a custom resource', async () => {
      const { object } = await fleet.run('resources_get', {
        cluster,
        apiVersion: 'example.com/v1',
        kind: 'Widget',
        namespace: 'shop',
        name: 'small',
      });
      expect(object).toMatchObject({ apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'small' } });
      expect(object).toHaveProperty('spec');
    });

    test('resources_get without a namespace looks in that of the kubeconfig, and for cluster-scoped kinds in none', async () => {
      const missing = await failureOf(fleet.run('resources_get', { cluster, apiVersion: 'v1', kind: 'Pod', name: 'pod-0000' }));
      expect(missing).toMatchObject({ code: 'NOT_FOUND', cluster });
      const { object } = await fleet.run('resources_get', { cluster, apiVersion: 'v1', kind: 'Node', name: `${cluster}-node-0` });
      expect(object).toMatchObject({ kind: 'Node' });
    });

    test('pods_log gives the last lines', async () => {
      const pods = await fleet.run('pods_list_in_namespace', { cluster, namespace: 'shop', fieldSelector: 'status.phase=Running' });
      const name = String(pods.rows.find(([pod]) => String(pod).startsWith('web-'))?.[0]);
      const whole = await fleet.run('pods_log', { cluster, namespace: 'shop', name, tail: 0 });
      const lines = whole.log.trimEnd().split('\n');
      expect(lines.length).toBeGreaterThan(1);
      const last = await fleet.run('pods_log', { cluster, namespace: 'shop', name, tail: 1 });
      expect(last).toMatchObject({ cluster, pod: name, log: `${String(lines.at(-1))}\n`, truncated: false });
    });

    test('pods_log of a pod or container that is not there says so', async () => {
      expect(await failureOf(fleet.run('pods_log', { cluster, namespace: 'shop', name: 'nobody' }))).toMatchObject({
        code: 'NOT_FOUND',
        cluster,
      });
      const error = await failureOf(fleet.run('pods_log', { cluster, namespace: 'team-a', name: 'pod-0000', container: 'sidecar' }));
      expect(error).toMatchObject({ cluster, message: expect.stringContaining('sidecar') as string });
    });
  });
});
