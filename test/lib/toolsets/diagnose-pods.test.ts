import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFleet, type Fleet, type OperationOutput } from '../../../src/index.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { failureOf } from '../../support/failure.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';
import { ownNamespace } from '../../support/own-namespace.js';
import { serviceAccountKubeconfig } from '../../support/service-account.js';
import { notReady, send, troubledPod, type TroubledPod } from '../../support/troubled-pod.js';
import { expectUsableSteps } from '../../support/usable-steps.js';

const namespace = 'diagnose-pods';
const FINISHED = '2026-01-01T00:00:10Z';
const ended = (exitCode: number, reason: string): object => ({
  terminated: { exitCode, reason, startedAt: '2026-01-01T00:00:00Z', finishedAt: FINISHED },
});
const waiting = (reason: string, message = ''): object => ({ waiting: { reason, message } });
const looping = waiting('CrashLoopBackOff', 'back-off 5m0s restarting failed container=main');

/** Each state, and what must be found. */
const STATES: readonly {
  readonly pod: Omit<TroubledPod, 'namespace'>;
  readonly code: string;
  readonly says: readonly (string | RegExp)[];
}[] = [
  {
    pod: { name: 'crash', status: notReady({ restartCount: 7, state: looping, lastState: ended(1, 'Error') }) },
    code: 'CrashLoopBackOff',
    says: ['back-off 5m0s', 'exit code 1, reason Error', 'after 10s', '7 restarts', 'panic: cannot reach the database', 'previous=true'],
  },
  {
    pod: { name: 'no-command', status: notReady({ restartCount: 3, state: looping, lastState: ended(127, 'Error') }) },
    code: 'CrashLoopBackOff',
    says: ['exit code 127', 'not found in the image'],
  },
  {
    pod: {
      name: 'memory',
      container: { resources: { limits: { memory: '64Mi' } } },
      status: notReady({ restartCount: 2, state: looping, lastState: ended(137, 'OOMKilled') }),
    },
    code: 'OOMKilled',
    says: ['exit code 137', 'memory limit: 64Mi', 'more memory than its limit'],
  },
  {
    pod: { name: 'killed', status: notReady({ restartCount: 2, state: looping, lastState: ended(137, 'Error') }) },
    code: 'CrashLoopBackOff',
    says: ['SIGKILL without an OOM report'],
  },
  {
    pod: {
      name: 'image',
      spec: { imagePullSecrets: [{ name: 'registry-login' }] },
      status: {
        ...notReady({ state: waiting('ImagePullBackOff', 'Back-off pulling image "registry.example.com/app:1.0"') }),
        phase: 'Pending',
      },
      events: [
        {
          reason: 'Failed',
          container: 'main',
          count: 4,
          message:
            'Failed to pull image "registry.example.com/app:1.0": rpc error: code = NotFound desc = failed to pull and unpack image: registry.example.com/app:1.0: not found',
        },
      ],
    },
    code: 'ImagePullBackOff',
    says: ['it is not in the registry', '4 times', 'registry-login'],
  },
  {
    pod: {
      name: 'config',
      status: { ...notReady({ state: waiting('CreateContainerConfigError', 'configmap "settings" not found') }), phase: 'Pending' },
    },
    code: 'CreateContainerConfigError',
    says: ['configmap "settings" not found', 'does not exist in this namespace'],
  },
  {
    pod: {
      name: 'mount',
      status: { ...notReady({ state: waiting('ContainerCreating') }), phase: 'Pending' },
      events: [{ reason: 'FailedMount', count: 9, message: 'MountVolume.SetUp failed for volume "tls" : secret "tls" not found' }],
    },
    code: 'FailedMount',
    says: ['9 times', 'MountVolume.SetUp failed', 'cannot be mounted'],
  },
  {
    pod: {
      name: 'probe',
      container: { readinessProbe: { httpGet: { path: '/healthz', port: 8080 }, periodSeconds: 7 } },
      status: notReady({ started: true, state: { running: { startedAt: FINISHED } } }),
      events: [
        { reason: 'Unhealthy', container: 'main', count: 12, message: 'Readiness probe failed: HTTP probe failed with statuscode: 503' },
      ],
    },
    code: 'ReadinessProbeFailed',
    says: ['statuscode: 503', '12 times', 'HTTP GET :8080/healthz every 7s', 'send it no traffic'],
  },
  {
    pod: {
      name: 'evicted',
      status: { phase: 'Failed', reason: 'Evicted', message: 'The node was low on resource: memory. Threshold quantity: 100Mi.' },
    },
    code: 'Evicted',
    says: ['low on resource: memory', 'nodes_diagnose'],
  },
  {
    pod: {
      name: 'init',
      spec: { initContainers: [{ name: 'migrate', image: 'registry.example.com/migrate:1' }] },
      status: {
        ...notReady({ state: waiting('PodInitializing') }),
        phase: 'Pending',
        initContainerStatuses: [
          { name: 'migrate', image: 'm', imageID: '', ready: false, restartCount: 4, state: looping, lastState: ended(2, 'Error') },
        ],
      },
    },
    code: 'CrashLoopBackOff',
    says: ['init container migrate keeps crashing', 'exit code 2'],
  },
];

await describeWithFleet('pods_diagnose', () => {
  let local: LocalFleet;
  let fleet: Fleet;
  let removeNamespace: () => Promise<void>;

  beforeAll(async () => {
    local = await sharedFleet();
    fleet = createFleet({ kubeconfigDir: local.kubeconfigDirectory, toolsets: ['diagnose', 'core'] });
    removeNamespace = await ownNamespace(local, namespace);
  }, 60_000);
  afterAll(async () => {
    await removeNamespace();
    await fleet.close();
    await local.close();
  });

  describe.each(['legacy', 'current'])('on %s', (cluster) => {
    const diagnose = async (input: Record<string, unknown>): Promise<{ output: OperationOutput<'pods_diagnose'>; text: string }> => {
      const result = await fleet.call({ operation: 'pods_diagnose', input: { cluster, namespace, ...input } });
      const output = result.output as OperationOutput<'pods_diagnose'>;
      expectUsableSteps(output.findings);
      return { output, text: result.text() };
    };

    test.each(STATES)(
      'a pod in state $pod.name: $code',
      async ({ pod, code, says }) => {
        await troubledPod(local.cluster(cluster), { ...pod, namespace });
        const { output, text } = await diagnose({ name: pod.name });
        expect(output.verdict).toBe('failing');
        expect(output.findings[0]).toMatchObject({ code, severity: 'critical' });
        for (const word of says) expect(text).toMatch(word instanceof RegExp ? word : literal(word));
        expect(Buffer.byteLength(text)).toBeLessThan(4096);
        expect(text.startsWith(`${cluster}: Pod ${namespace}/${pod.name}: FAILING`)).toBe(true);
      },
      90_000,
    );

    test('what the scheduler refuses is told by reason, with the claim that is missing', async () => {
      const collection = `/api/v1/namespaces/${namespace}/pods`;
      const container = { name: 'main', image: 'registry.example.com/app:1.0', resources: { requests: { cpu: '500', memory: '1Gi' } } };
      const pod = (name: string, spec: object): object => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec });
      const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }];
      await send(local.cluster(cluster), 'POST', collection, pod('too-large', { containers: [container] }));
      await send(local.cluster(cluster), 'POST', collection, pod('no-claim', { containers: [{ name: 'main', image: 'a:1' }], volumes }));
      await expect.poll(async () => (await diagnose({ name: 'too-large' })).text, { timeout: 30_000 }).toContain('Insufficient cpu');
      const { output, text } = await diagnose({ name: 'too-large' });
      expect(output.findings[0]).toMatchObject({
        code: 'Unschedulable',
        facts: expect.arrayContaining(['it requests cpu 500, memory 1Gi']),
      });
      expect(text).toMatch(/\d+ nodes?: Insufficient cpu\n/);
      expect(text).toContain('lower the requests, or add nodes');
      await expect
        .poll(async () => (await diagnose({ name: 'no-claim' })).text, { timeout: 30_000 })
        .toContain('persistentvolumeclaim "data" not found');
      const codes = (await diagnose({ name: 'no-claim' })).output.findings.map(({ code }) => code);
      expect(codes).toEqual(expect.arrayContaining(['Unschedulable', 'ClaimMissing']));
    }, 90_000);

    test('a deleted pod that a finalizer holds is called so', async () => {
      const path = `/api/v1/namespaces/${namespace}/pods/held`;
      await send(local.cluster(cluster), 'POST', `/api/v1/namespaces/${namespace}/pods`, {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'held', finalizers: ['example.com/hold'] },
        spec: { schedulerName: 'nobody', containers: [{ name: 'main', image: 'a:1' }] },
      });
      await send(local.cluster(cluster), 'DELETE', path);
      const { output } = await diagnose({ name: 'held' });
      expect(output).toMatchObject({
        verdict: 'healthy',
        findings: [{ code: 'Terminating', facts: expect.arrayContaining(['finalizers: example.com/hold']) }],
      });
      await send(local.cluster(cluster), 'PATCH', path, { metadata: { finalizers: null } });
    });

    test('pods of a selector are put together, and well ones are called so', async () => {
      const status = notReady({ restartCount: 7, state: looping, lastState: ended(1, 'Error') });
      for (const name of ['twin-1', 'twin-2'])
        await troubledPod(local.cluster(cluster), { name, namespace, labels: { app: 'twin' }, status });
      const { output, text } = await diagnose({ label_selector: 'app=twin' });
      expect(output.findings).toMatchObject([
        { code: 'CrashLoopBackOff', count: 2, objects: [`${namespace}/twin-1`, `${namespace}/twin-2`] },
      ]);
      expect(text).toContain('2 pods, 0 of them ready or completed');

      const well = await fleet.call({ operation: 'pods_diagnose', input: { cluster, namespace: 'team-a', name: 'pod-0000' } });
      expect(well.output).toMatchObject({ verdict: 'healthy', findings: [], not_checked: [] });
      const nobody = await diagnose({ label_selector: 'app=nobody' });
      expect(nobody.output).toMatchObject({ verdict: 'warning', findings: [{ code: 'NoPods' }] });
    }, 90_000);

    test('what may not be read is named as not checked', async () => {
      const rules = [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }];
      const folder = await serviceAccountKubeconfig(local.cluster(cluster), namespace, 'looker', rules);
      const limited = createFleet({ kubeconfigDir: folder.path, toolsets: ['diagnose'] });
      await troubledPod(local.cluster(cluster), {
        name: 'dark',
        namespace,
        status: notReady({ state: looping, lastState: ended(1, 'Error') }),
      });
      const { findings, not_checked: notChecked } = await limited.run('pods_diagnose', { cluster, namespace, name: 'dark' });
      expect(findings).toMatchObject([{ code: 'CrashLoopBackOff' }]);
      expect(notChecked.join('\n')).toMatch(/events: FORBIDDEN[^]*log of diagnose-pods\/dark main: FORBIDDEN|node .*: FORBIDDEN[^]*log of/);
      await limited.close();
      folder.remove();
    }, 90_000);

    test.each([
      { input: {}, code: 'INPUT_INVALID', says: 'either name or label_selector' },
      { input: { name: 'a', label_selector: 'b=c' }, code: 'INPUT_INVALID', says: 'either name or label_selector' },
      { input: { name: 'no-such-pod' }, code: 'NOT_FOUND', says: 'no-such-pod' },
      { input: { name: 'a,involvedObject.kind=Secret' }, code: 'INPUT_INVALID', says: 'cannot be a name' },
      { input: { label_selector: '=' }, code: 'INPUT_INVALID', says: 'could not list pods' },
    ])('refuses $input', async ({ input, code, says }) => {
      const failure = await failureOf(fleet.call({ operation: 'pods_diagnose', input: { cluster, namespace, ...input } }));
      expect(failure).toMatchObject({ code, message: expect.stringContaining(says) });
    });
  });
});

function literal(text: string): RegExp {
  return new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
}
