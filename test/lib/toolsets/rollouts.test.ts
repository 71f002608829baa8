import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFleet, type Fleet } from '../../../src/index.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { failureOf } from '../../support/failure.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';

const run = promisify(execFile);
const namespace = 'rollout-test';
const CANARY = 'canary-7d1f';

await describeWithFleet('rollouts', () => {
  let local: LocalFleet;
  let fleet: Fleet;

  beforeAll(async () => {
    local = await sharedFleet();
    fleet = createFleet({ kubeconfigDir: local.kubeconfigDirectory, toolsets: ['workloads'] });
    await Promise.all(local.clusters.map((cluster) => cluster.seed({ namespace, deployments: { web: 2, shy: 1 } })));
    await Promise.all(
      local.clusters.map((cluster) =>
        cluster.adminClient.request('POST', `/apis/apps/v1/namespaces/${namespace}/statefulsets`, statefulSet()),
      ),
    );
    await Promise.all(
      local.clusters.map((cluster) => cluster.adminClient.request('POST', `/apis/batch/v1/namespaces/${namespace}/cronjobs`, cronJob())),
    );
  }, 60_000);
  afterAll(async () => {
    await fleet.close();
    for (const { adminClient } of local.clusters) await adminClient.request('DELETE', `/api/v1/namespaces/${namespace}`);
    await local.close();
  });

  describe.each(['legacy', 'current'])('on %s', (cluster) => {
    const web = { cluster, namespace, name: 'web' };
    const kubectl = async (...words: string[]): Promise<string> => {
      const kubeconfig = await local.cluster(cluster).kubeconfigPath('admin');
      return (await run('kubectl', ['--kubeconfig', kubeconfig, '-n', namespace, ...words])).stdout;
    };

    test('an image is set, rolled out, shown in the history, and undone as kubectl sees it', async () => {
      const set = await fleet.run('workloads_set_image', {
        ...web,
        images: { '*': 'registry.example.com/web:2.0' },
        diff: true,
        wait_for: 'ready',
      });
      expect(set).toMatchObject({ changed: true, dry_run: false, diff: expect.stringContaining('+') });
      expect(await kubectl('rollout', 'status', 'deployment/web')).toContain('successfully rolled out');
      expect(await fleet.run('rollout_status', web)).toMatchObject({ done: true, failed: false, paused: false });

      const { revisions } = await fleet.run('rollout_history', web);
      expect(revisions.map(({ revision, current, images }) => ({ revision, current, images }))).toEqual([
        { revision: 2, current: true, images: ['registry.example.com/web:2.0'] },
        { revision: 1, current: false, images: ['registry.example.com/web:1.0'] },
      ]);
      const { diff } = await fleet.run('rollout_history', { ...web, revision: 2, compare_to: 1 });
      expect(diff).toMatch(/^-.*web:1\.0$/m);
      expect(diff).toMatch(/^\+.*web:2\.0$/m);

      const before = await kubectl('get', 'deployment', 'web', '-o', 'jsonpath={.metadata.generation}');
      expect(await fleet.run('rollout_undo', { ...web, dry_run: true })).toMatchObject({ revision: 1, changed: true, dry_run: true });
      expect(await kubectl('get', 'deployment', 'web', '-o', 'jsonpath={.metadata.generation}')).toBe(before);
      expect(await fleet.run('rollout_undo', { ...web, wait_for: 'ready' })).toMatchObject({ revision: 1, changed: true });
      expect(await kubectl('get', 'deployment', 'web', '-o', 'jsonpath={.spec.template.spec.containers[0].image}')).toBe(
        'registry.example.com/web:1.0',
      );
      expect(await kubectl('rollout', 'history', 'deployment/web')).toMatch(/^3 /m);
    }, 60_000);

    test('a StatefulSet goes back by its ControllerRevision', async () => {
      const target = { cluster, namespace, name: 'store', kind: 'StatefulSet' } as const;
      await fleet.run('workloads_set_image', { ...target, images: { main: 'registry.example.com/store:2' }, wait_for: 'ready' });
      const { revisions } = await fleet.run('rollout_history', target);
      expect(revisions.map(({ revision }) => revision)).toEqual([2, 1]);
      expect(await fleet.run('rollout_undo', target)).toMatchObject({ revision: 1, changed: true });
      expect(await kubectl('get', 'statefulset', 'store', '-o', 'jsonpath={.spec.template.spec.containers[0].image}')).toBe(
        'registry.example.com/store:1',
      );
    }, 60_000);

    test('a restart makes new pods, and a paused Deployment refuses it', async () => {
      const pods = (): Promise<string> => kubectl('get', 'pods', '-l', 'app=shy', '-o', 'jsonpath={.items[*].metadata.name}');
      const before = await pods();
      const shy = { cluster, namespace, name: 'shy' };
      await fleet.run('rollout_restart', { ...shy, wait_for: 'ready' });
      await expect.poll(pods).not.toContain(before);
      expect(await fleet.run('rollout_pause', shy)).toMatchObject({ changed: true });
      expect(await fleet.run('rollout_pause', shy)).toMatchObject({ changed: false });
      for (const operation of ['rollout_restart', 'rollout_undo'] as const) {
        expect(await failureOf(fleet.run(operation, shy))).toMatchObject({
          code: 'CONFLICT',
          cluster,
          message: expect.stringContaining('is paused'),
        });
      }
      expect(await failureOf(fleet.run('rollout_status', { ...shy, wait: true }))).toMatchObject({ code: 'CONFLICT' });
      expect(await fleet.run('rollout_resume', shy)).toMatchObject({ changed: true });
    }, 60_000);

    test('nothing to go back to is an error, not a success', async () => {
      await local.cluster(cluster).seed({ namespace, deployments: { fresh: 1 } });
      const fresh = { cluster, namespace, name: 'fresh' };
      expect(await failureOf(fleet.run('rollout_undo', fresh))).toMatchObject({
        code: 'NOT_FOUND',
        message: expect.stringContaining('no earlier revision'),
      });
      expect(await failureOf(fleet.run('rollout_undo', { ...fresh, to_revision: 7 }))).toMatchObject({
        code: 'NOT_FOUND',
        details: { revisions: [1] },
      });
    });

    test('environment variables are set, referred to and removed', async () => {
      const shy = { cluster, namespace, name: 'shy' };
      const set = { COLOUR: 'green', API_TOKEN: CANARY };
      const result = await fleet.call({
        operation: 'workloads_set_env',
        input: { ...shy, set, set_from: { PASSWORD: 'secret:database/password' }, diff: true },
      });
      expect(JSON.stringify(result.output) + result.text()).not.toContain(CANARY);
      const env = await kubectl('set', 'env', 'deployment/shy', '--list');
      expect(env).toContain('COLOUR=green');
      expect(env).toContain('PASSWORD from secret database, key password');
      expect(await fleet.run('workloads_set_env', { ...shy, set })).toMatchObject({ changed: false });
      await fleet.run('workloads_set_env', { ...shy, remove: ['COLOUR', 'PASSWORD'] });
      expect(await kubectl('set', 'env', 'deployment/shy', '--list')).not.toContain('COLOUR');
    });

    test('requests and limits are set', async () => {
      await fleet.run('workloads_set_resources', {
        cluster,
        namespace,
        name: 'shy',
        requests: { cpu: '250m', memory: '64Mi' },
        limits: { memory: '128Mi' },
      });
      const json = await kubectl('get', 'deployment', 'shy', '-o', 'jsonpath={.spec.template.spec.containers[0].resources}');
      expect(JSON.parse(json)).toEqual({ requests: { cpu: '250m', memory: '64Mi' }, limits: { memory: '128Mi' } });
    });

    test('a CronJob runs at once', async () => {
      const { job } = await fleet.run('cronjobs_run', { cluster, namespace, name: 'nightly' });
      const owner = await kubectl(
        'get',
        'job',
        job,
        '-o',
        'jsonpath={.metadata.ownerReferences[0].name} {.metadata.annotations.cronjob\\.kubernetes\\.io/instantiate}',
      );
      expect(owner).toBe('nightly manual');
      const { job: planned } = await fleet.run('cronjobs_run', { cluster, namespace, name: 'nightly', job_name: 'by-hand', dry_run: true });
      expect(planned).toBe('by-hand');
      await expect(kubectl('get', 'job', 'by-hand')).rejects.toThrow('NotFound');
    });

    test.each([
      { operation: 'workloads_set_image', input: { images: { nobody: 'a:1' } }, text: 'no container "nobody"; there are: main' },
      { operation: 'workloads_set_image', input: { images: { main: '--privileged' } }, text: 'must be an image' },
      { operation: 'workloads_set_image', input: { images: {} }, text: 'at least one container' },
      { operation: 'workloads_set_env', input: {}, text: 'at least one variable' },
      { operation: 'workloads_set_env', input: { set: { A: '1' }, remove: ['A'] }, text: 'named twice' },
      { operation: 'workloads_set_env', input: { set_from: { A: 'file:/etc/passwd' } }, text: 'secret:NAME/KEY' },
      { operation: 'workloads_set_resources', input: { requests: { cpu: 'lots' } }, text: 'must be a quantity' },
      { operation: 'workloads_set_resources', input: {}, text: 'at least one amount' },
      { operation: 'rollout_history', input: { compare_to: 1 }, text: 'compare_to needs a revision' },
      { operation: 'rollout_status', input: { timeout: '5s' }, text: 'timeout is that of wait' },
      { operation: 'rollout_restart', input: { kind: 'Job' }, text: 'kind' },
    ])('$operation refuses $input', async ({ operation, input, text }) => {
      const failure = await failureOf(fleet.call({ operation, input: { ...web, ...input } }));
      expect(failure).toMatchObject({ code: 'INPUT_INVALID', message: expect.stringContaining(text) });
    });
  });
});

function statefulSet(): object {
  const labels = { app: 'store' };
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'store' },
    spec: {
      serviceName: 'store',
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'registry.example.com/store:1' }] } },
    },
  };
}

function cronJob(): object {
  const spec = { restartPolicy: 'Never', containers: [{ name: 'main', image: 'registry.example.com/job:1' }] };
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'nightly' },
    spec: { schedule: '0 3 * * *', jobTemplate: { spec: { template: { spec } } } },
  };
}
