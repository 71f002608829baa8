import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFleet, type Fleet, type OperationOutput } from '../../../src/index.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { deployment } from '../../support/deployment.js';
import { failureOf } from '../../support/failure.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';
import { ownNamespace } from '../../support/own-namespace.js';
import { send, warn } from '../../support/troubled-pod.js';
import { expectUsableSteps } from '../../support/usable-steps.js';

const namespace = 'diagnose-workloads';
const APPS = `/apis/apps/v1/namespaces/${namespace}`;
const BATCH = `/apis/batch/v1/namespaces/${namespace}`;

await describeWithFleet('workloads_diagnose', () => {
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
    const post = (collection: string, body: object): Promise<unknown> => send(local.cluster(cluster), 'POST', collection, body);
    const diagnose = async (
      name: string,
      kind = 'Deployment',
    ): Promise<{ output: OperationOutput<'workloads_diagnose'>; text: string }> => {
      const result = await fleet.call({ operation: 'workloads_diagnose', input: { cluster, namespace, name, kind } });
      const output = result.output as OperationOutput<'workloads_diagnose'>;
      expectUsableSteps(output.findings);
      return { output, text: result.text() };
    };
    const codes = async (name: string, kind?: string): Promise<string[]> =>
      (await diagnose(name, kind)).output.findings.map(({ code }) => code);

    test('a Deployment that is well has no findings', async () => {
      const result = await fleet.call({ operation: 'workloads_diagnose', input: { cluster, namespace: 'shop', name: 'web' } });
      expect(result.output).toMatchObject({ verdict: 'healthy', findings: [], not_checked: [] });
      expect(result.text()).toContain('3 of 3 pods available');
    });

    test('crashing pods, an overdue rollout and a blocking budget are told with the pods that cause them', async () => {
      const bad = deployment('bad', 2, { 'fleetwright.test/fails': 'CrashLoopBackOff' });
      await post(`${APPS}/deployments`, { ...bad, spec: { ...(bad['spec'] as object), progressDeadlineSeconds: 2 } });
      await post(`/apis/policy/v1/namespaces/${namespace}/poddisruptionbudgets`, {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata: { name: 'strict' },
        spec: { minAvailable: 2, selector: { matchLabels: { app: 'bad' } } },
      });
      const wanted = ['RolloutStuck', 'Unavailable', 'CrashLoopBackOff', 'BudgetBlocks'];
      await expect.poll(() => codes('bad'), { timeout: 40_000, interval: 500 }).toEqual(expect.arrayContaining(wanted));
      const { output, text } = await diagnose('bad');
      expect(output.verdict).toBe('failing');
      expect(output.findings.find(({ code }) => code === 'CrashLoopBackOff')).toMatchObject({
        count: 2,
        log: expect.stringContaining('panic'),
      });
      expect(text).toContain('ProgressDeadlineExceeded');
      expect(text).toContain('0 of 2 pods available');
      expect(text).toContain('drains of the nodes of these pods wait for ever');
      expect(Buffer.byteLength(text)).toBeLessThan(4096);
    }, 90_000);

    test('a quota that refuses the pods is named', async () => {
      const quota = {
        apiVersion: 'v1',
        kind: 'ResourceQuota',
        metadata: { name: 'small' },
        spec: { hard: { 'count/secrets': '50', 'limits.cpu': '1' } },
      };
      await post(`/api/v1/namespaces/${namespace}/resourcequotas`, quota);
      const quotas = `/api/v1/namespaces/${namespace}/resourcequotas/small`;
      await expect
        .poll(async () => JSON.stringify(await send(local.cluster(cluster), 'GET', quotas)), { timeout: 30_000 })
        .toContain('"used"');
      await post(`${APPS}/deployments`, deployment('refused', 1));
      await expect.poll(() => codes('refused'), { timeout: 40_000, interval: 500 }).toContain('QuotaExceeded');
      const { text } = await diagnose('refused');
      expect(text).toContain('failed quota: small');
      expect(text).toContain('resources_list apiVersion=v1 kind=ResourceQuota');
      await send(local.cluster(cluster), 'DELETE', quotas);
    }, 90_000);

    test('an autoscaler without metrics, a Service that selects others, strangers and a pause', async () => {
      await post(`${APPS}/deployments`, deployment('odd', 1));
      await send(local.cluster(cluster), 'PATCH', `${APPS}/deployments/odd`, { spec: { paused: true } });
      await post(`/api/v1/namespaces/${namespace}/services`, {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'odd' },
        spec: { selector: { app: 'other' }, ports: [{ port: 80 }] },
      });
      // Its pods carry the label that the first one selects by, and one more.
      const canary = { app: 'odd', track: 'canary' };
      const template = { metadata: { labels: canary }, spec: { containers: [{ name: 'main', image: 'registry.example.com/app:2' }] } };
      await post(`${APPS}/deployments`, {
        ...deployment('odd-canary', 1),
        spec: { selector: { matchLabels: canary }, template },
      });
      const autoscalers = `/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers`;
      await post(autoscalers, {
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        metadata: { name: 'odd' },
        spec: {
          scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'odd' },
          maxReplicas: 4,
          metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } }],
        },
      });
      await expect
        .poll(() => codes('odd'), { timeout: 60_000, interval: 500 })
        .toEqual(expect.arrayContaining(['AutoscalerBlind', 'SelectorMismatch', 'SelectorOverlap', 'Paused']));
      const { text } = await diagnose('odd');
      expect(text).toContain('Service odd selects app=other');
      expect(text).toMatch(/metrics-server/);
    }, 90_000);

    test('a StatefulSet waits for its first pod', async () => {
      const labels = { app: 'store' };
      const template = {
        metadata: { labels, annotations: { 'fleetwright.test/fails': 'ImagePullBackOff' } },
        spec: { containers: [{ name: 'main', image: 'registry.example.com/store:1' }] },
      };
      await post(`${APPS}/statefulsets`, {
        apiVersion: 'apps/v1',
        kind: 'StatefulSet',
        metadata: { name: 'store' },
        spec: { serviceName: 'store', replicas: 3, selector: { matchLabels: labels }, template },
      });
      await expect
        .poll(() => codes('store', 'StatefulSet'), { timeout: 40_000, interval: 500 })
        .toEqual(expect.arrayContaining(['OrdinalBlocks', 'Unavailable', 'ImagePullBackOff']));
      expect((await diagnose('store', 'StatefulSet')).text).toContain('pod store-0 holds up those after it');
    }, 60_000);

    test('failed jobs, of themselves and of their CronJob', async () => {
      const spec = { restartPolicy: 'Never', containers: [{ name: 'main', image: 'registry.example.com/job:1' }] };
      const cron = await post(`${BATCH}/cronjobs`, {
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        metadata: { name: 'nightly' },
        spec: { schedule: '0 3 * * *', suspend: true, jobTemplate: { spec: { template: { spec } } } },
      });
      const { uid } = (cron as { metadata: { uid: string } }).metadata;
      await post(`${BATCH}/jobs`, {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: {
          name: 'nightly-1',
          ownerReferences: [{ apiVersion: 'batch/v1', kind: 'CronJob', name: 'nightly', uid, controller: true }],
        },
        // The deadline is that of the real job controller, which looks again after a back-off of its own.
        spec: { activeDeadlineSeconds: 1, template: { metadata: { annotations: { 'fleetwright.test/fails': 'Staged' } }, spec } },
      });
      await expect.poll(() => codes('nightly-1', 'Job'), { timeout: 110_000, interval: 500 }).toContain('JobFailed');
      expect((await diagnose('nightly-1', 'Job')).text).toContain('DeadlineExceeded');
      const { output, text } = await diagnose('nightly', 'CronJob');
      expect(output.findings.map(({ code }) => code)).toEqual(['JobFailed', 'Suspended']);
      expect(text).toContain('1 of 1 kept job failed: nightly-1');
    }, 130_000);

    test('a DaemonSet whose nodes are gone, and a refusal by a webhook', async () => {
      const labels = { app: 'agent' };
      const template = { metadata: { labels }, spec: { nodeSelector: { disk: 'none' }, containers: [{ name: 'main', image: 'a:1' }] } };
      await post(`${APPS}/daemonsets`, {
        apiVersion: 'apps/v1',
        kind: 'DaemonSet',
        metadata: { name: 'agent' },
        spec: { selector: { matchLabels: labels }, template },
      });
      await expect.poll(() => codes('agent', 'DaemonSet'), { timeout: 30_000 }).toContain('NoNodes');
      const message = 'Error creating: Internal error occurred: failed calling webhook "policy.example.com": connection refused';
      await warn(local.cluster(cluster), { kind: 'DaemonSet', namespace, name: 'agent' }, { reason: 'FailedCreate', message });
      expect(await codes('agent', 'DaemonSet')).toContain('WebhookFailing');
    }, 60_000);

    test.each([
      { input: { name: 'nothing' }, code: 'NOT_FOUND', says: 'nothing' },
      { input: { name: 'web', kind: 'Widget' }, code: 'INPUT_INVALID', says: 'kind' },
      { input: { name: '../web' }, code: 'INPUT_INVALID', says: 'cannot be a name' },
      { input: {}, code: 'INPUT_INVALID', says: 'name' },
    ])('refuses $input', async ({ input, code, says }) => {
      const failure = await failureOf(fleet.call({ operation: 'workloads_diagnose', input: { cluster, namespace, ...input } }));
      expect(failure).toMatchObject({ code, message: expect.stringContaining(says) });
    });
  });
});
