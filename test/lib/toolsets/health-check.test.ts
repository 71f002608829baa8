import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFleet, type Fleet, type OperationOutput } from '../../../src/index.js';
import { startLocalFleet, type LocalFleet } from '../../../src/testing/index.js';
import { failureOf } from '../../support/failure.js';
import { describeWithFleet } from '../../support/fleet.js';
import { send, warn } from '../../support/troubled-pod.js';
import { expectUsableSteps } from '../../support/usable-steps.js';

const PODS = 400;

// It counts everything in a cluster: clusters of its own, in which nothing changes by itself.
await describeWithFleet('health_check', () => {
  let local: LocalFleet;
  let fleet: Fleet;

  beforeAll(async () => {
    local = await startLocalFleet({
      clusters: [
        { name: 'legacy', version: '1.24', nodes: 2, controllers: false },
        { name: 'current', version: 'current', nodes: 2, controllers: false },
      ],
    });
    fleet = createFleet({ kubeconfigDir: local.kubeconfigDirectory, toolsets: ['diagnose', 'core'] });
    await Promise.all(local.clusters.map((cluster) => cluster.seed({ namespace: 'shop', namespaces: ['quiet', 'team-a'], pods: PODS })));
  }, 120_000);
  afterAll(async () => {
    await fleet.close();
    await local.close();
  });

  describe.each(['legacy', 'current'])('on %s', (cluster) => {
    const post = (path: string, body: object): Promise<unknown> => send(local.cluster(cluster), 'POST', path, body);
    const check = async (input: object = {}): Promise<{ output: OperationOutput<'health_check'>; text: string }> => {
      const result = await fleet.call({ operation: 'health_check', input: { cluster, ...input } });
      const output = result.output as OperationOutput<'health_check'>;
      expectUsableSteps(output.findings);
      return { output, text: result.text() };
    };

    test('a cluster that is well costs a dozen requests, however many pods it has', async () => {
      await check();
      const before = local.cluster(cluster).faults.counters().roundTrips;
      const { output, text } = await check();
      expect(local.cluster(cluster).faults.counters().roundTrips - before).toBeLessThanOrEqual(12);
      expect(output).toMatchObject({ verdict: 'healthy', findings: [], not_checked: [] });
      expect(text).toContain('API server ready');
      expect(text).toContain('nodes: 2 of 2 ready');
      expect(text).toContain(`pods: ${String(PODS)} of ${String(PODS)} well`);
    });

    test('everything that is wrong is counted and grouped, the worst first', async () => {
      await local.cluster(cluster).seed({ namespace: 'shop', failingPods: 40 });
      await stagePods();
      await send(local.cluster(cluster), 'PATCH', `/api/v1/nodes/${cluster}-node-1/status`, {
        status: { conditions: [{ type: 'Ready', status: 'False', reason: 'KubeletNotReady', message: 'cni plugin not initialized' }] },
      });
      await stageWorkloads();
      await warn(
        local.cluster(cluster),
        { kind: 'ReplicaSet', namespace: 'shop', name: 'web-1' },
        {
          reason: 'FailedCreate',
          count: 30,
          message: 'Error creating: pods "web-1-a" is forbidden: exceeded quota: small, requested: cpu=1',
        },
      );
      await expect.poll(async () => (await check()).text, { timeout: 30_000, interval: 500 }).toContain('ApiServiceUnavailable');

      const { output, text } = await check();
      expect(output.verdict).toBe('failing');
      const byCode = new Map(output.findings.map((finding) => [finding.code, finding]));
      expect(byCode.get('CrashLoopBackOff')).toMatchObject({
        severity: 'critical',
        count: 40,
        objects: expect.arrayContaining(['shop/failing-0000']),
      });
      expect(byCode.get('Evicted')).toMatchObject({ severity: 'warning', count: 1, objects: ['shop/thrown'] });
      expect(byCode.get('Pending')).toMatchObject({ count: 1 });
      expect(byCode.get('NodeNotReady')).toMatchObject({ severity: 'critical', objects: [`${cluster}-node-1`] });
      expect(byCode.get('DeploymentUnavailable')).toMatchObject({ severity: 'warning', facts: ['shop/web: 1 of 3 available'] });
      expect(byCode.get('StatefulSetUnavailable')).toMatchObject({ severity: 'critical', facts: ['shop/store: 0 of 2 available'] });
      expect(byCode.get('ClaimPending')).toMatchObject({ objects: ['shop/data'] });
      expect(byCode.get('JobFailed')).toMatchObject({ objects: ['shop/import'], facts: [expect.stringContaining('BackoffLimitExceeded')] });
      expect(byCode.get('ApiServiceUnavailable')).toMatchObject({ objects: ['v1beta1.metrics.k8s.io'] });
      expect(byCode.get('QuotaExceeded')).toMatchObject({ severity: 'critical', facts: [expect.stringContaining('30 times')] });
      const order = output.findings.map(({ severity }) => ['critical', 'warning', 'info'].indexOf(severity));
      expect(order).toEqual([...order].sort((left, right) => left - right));
      expect(text).toContain('shop/failing-0004 and 35 more');
      expect(Buffer.byteLength(text)).toBeLessThan(6 * 1024);
    }, 60_000);

    test('one namespace is looked at alone, and one that is not there is an error', async () => {
      const { output, text } = await check({ namespace: 'quiet' });
      expect(output).toMatchObject({ subject: 'namespace quiet', verdict: 'healthy', findings: [] });
      expect(text).not.toContain('nodes:');
      const shop = await check({ namespace: 'shop' });
      expect(shop.output.findings.map(({ code }) => code)).toContain('CrashLoopBackOff');
      expect(shop.output.findings.map(({ code }) => code)).not.toContain('NodeNotReady');
      const failure = await failureOf(fleet.run('health_check', { cluster, namespace: 'quite' }));
      expect(failure).toMatchObject({ code: 'NOT_FOUND', cluster, message: expect.stringContaining('no namespace "quite"') });
    });

    test('who may see little is told what was not checked, never that all is well', async () => {
      const path = await local.cluster(cluster).kubeconfigPath('restricted');
      const limited = createFleet({ kubeconfigDir: dirname(path), toolsets: ['diagnose'] });
      const output = await limited.run('health_check', { cluster });
      expect(output.verdict).toBe('unknown');
      expect(output.not_checked).toEqual(
        expect.arrayContaining([expect.stringMatching(/^pods: FORBIDDEN/), expect.stringMatching(/^nodes: FORBIDDEN/)]),
      );
      await limited.close();
    });

    test('a cluster that does not answer is an error, no diagnosis', async () => {
      await local.cluster(cluster).faults.stop();
      try {
        const failure = await failureOf(fleet.run('health_check', { cluster }));
        expect(failure).toMatchObject({ cluster, code: expect.stringMatching(/^CONNECTION_/) });
      } finally {
        await local.cluster(cluster).faults.clear();
      }
    });

    async function stagePods(): Promise<void> {
      const pods = '/api/v1/namespaces/shop/pods';
      const spec = { containers: [{ name: 'main', image: 'a:1' }] };
      for (const name of ['thrown', 'waits']) await post(pods, { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec });
      const status = { phase: 'Failed', reason: 'Evicted', message: 'The node was low on resource: memory.' };
      await send(local.cluster(cluster), 'PATCH', `${pods}/thrown/status`, { status });
    }

    async function stageWorkloads(): Promise<void> {
      const labels = { app: 'staged' };
      const template = { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'a:1' }] } };
      const apps = '/apis/apps/v1/namespaces/shop';
      const selector = { matchLabels: labels };
      const meta = (apiVersion: string, kind: string, name: string): object => ({ apiVersion, kind, metadata: { name } });
      await post(`${apps}/deployments`, { ...meta('apps/v1', 'Deployment', 'web'), spec: { replicas: 3, selector, template } });
      await status(`${apps}/deployments/web`, { replicas: 3, readyReplicas: 1, availableReplicas: 1 });
      await post(`${apps}/statefulsets`, {
        ...meta('apps/v1', 'StatefulSet', 'store'),
        spec: { serviceName: 'store', replicas: 2, selector, template },
      });
      await post('/api/v1/namespaces/shop/persistentvolumeclaims', {
        ...meta('v1', 'PersistentVolumeClaim', 'data'),
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
      });
      await post('/apis/batch/v1/namespaces/shop/jobs', {
        ...meta('batch/v1', 'Job', 'import'),
        spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'a:1' }] } } },
      });
      const startTime = '2026-01-01T00:00:00Z';
      const condition = {
        status: 'True',
        reason: 'BackoffLimitExceeded',
        message: 'Job has reached the specified backoff limit',
        lastTransitionTime: startTime,
      };
      const conditions = [
        { type: 'FailureTarget', ...condition },
        { type: 'Failed', ...condition },
      ];
      await status('/apis/batch/v1/namespaces/shop/jobs/import', { startTime, failed: 1, conditions });
      await post('/apis/apiregistration.k8s.io/v1/apiservices', {
        ...meta('apiregistration.k8s.io/v1', 'APIService', 'v1beta1.metrics.k8s.io'),
        spec: {
          group: 'metrics.k8s.io',
          version: 'v1beta1',
          groupPriorityMinimum: 100,
          versionPriority: 100,
          insecureSkipTLSVerify: true,
          service: { name: 'metrics-server', namespace: 'kube-system' },
        },
      });
    }

    async function status(path: string, to: object): Promise<void> {
      await send(local.cluster(cluster), 'PATCH', `${path}/status`, { status: to });
    }
  });
});
