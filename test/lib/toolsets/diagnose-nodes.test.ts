import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFleet, type Fleet, type OperationOutput } from '../../../src/index.js';
import { startLocalFleet, type LocalFleet } from '../../../src/testing/index.js';
import { failureOf } from '../../support/failure.js';
import { describeWithFleet } from '../../support/fleet.js';
import { send, warn } from '../../support/troubled-pod.js';
import { expectUsableSteps } from '../../support/usable-steps.js';

// No kubelet and no controller corrects what is written into a node: clusters of its own.
await describeWithFleet('nodes_diagnose', () => {
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
  }, 120_000);
  afterAll(async () => {
    await fleet.close();
    await local.close();
  });

  describe.each(['legacy', 'current'])('on %s', (cluster) => {
    const well = `${cluster}-node-0`;
    const bad = `${cluster}-node-1`;
    const request = (method: string, path: string, body?: object): Promise<unknown> => send(local.cluster(cluster), method, path, body);
    const diagnose = async (name: string): Promise<{ output: OperationOutput<'nodes_diagnose'>; text: string }> => {
      const result = await fleet.call({ operation: 'nodes_diagnose', input: { cluster, name } });
      const output = result.output as OperationOutput<'nodes_diagnose'>;
      expectUsableSteps(output.findings);
      return { output, text: result.text() };
    };
    const codes = async (name: string): Promise<string[]> => (await diagnose(name)).output.findings.map(({ code }) => code);

    test('a node with a fresh heartbeat is well; without one that is told', async () => {
      expect((await diagnose(well)).output.findings).toMatchObject([
        { code: 'HeartbeatStale', facts: expect.arrayContaining(['it has no lease']) },
      ]);
      await request('POST', '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases', {
        apiVersion: 'coordination.k8s.io/v1',
        kind: 'Lease',
        metadata: { name: well },
        spec: { holderIdentity: well, leaseDurationSeconds: 40, renewTime: new Date().toISOString().replace('Z', '000Z') },
      });
      const { output, text } = await diagnose(well);
      expect(output).toMatchObject({ cluster, subject: `Node ${well}`, verdict: 'healthy', findings: [], not_checked: [] });
      expect(text).toContain('cpu: 0 of 32 requested (0 %); memory: 0Mi of 128Gi requested (0 %); pods: 0 of 1000 requested');
    });

    test('conditions, cordon, taints, skew, capacity, pods and warnings of a node in trouble', async () => {
      const since = '2026-01-01T00:00:00Z';
      const condition = (type: string, status: string, reason: string, message: string): object => ({
        type,
        status,
        reason,
        message,
        lastTransitionTime: since,
        lastHeartbeatTime: since,
      });
      await request('PATCH', `/api/v1/nodes/${bad}`, {
        spec: { unschedulable: true, taints: [{ key: 'team', value: 'blue', effect: 'NoExecute' }] },
      });
      await request('PATCH', `/api/v1/nodes/${bad}/status`, {
        status: {
          conditions: [
            condition('Ready', 'Unknown', 'NodeStatusUnknown', 'Kubelet stopped posting node status.'),
            condition('DiskPressure', 'True', 'KubeletHasDiskPressure', 'kubelet has disk pressure'),
            condition('KernelDeadlock', 'True', 'DockerHung', 'task docker:7 blocked'),
          ],
          nodeInfo: { kubeletVersion: 'v1.20.1' },
          allocatable: { cpu: '2', memory: '1Gi', pods: '10' },
        },
      });
      await pod('greedy', { resources: { requests: { cpu: '1900m' }, limits: { memory: '4Gi' } } }, { phase: 'Running' });
      await pod('thrown', {}, { phase: 'Failed', reason: 'Evicted', message: 'The node was low on resource: ephemeral-storage.' });
      await warn(
        local.cluster(cluster),
        { kind: 'Node', name: bad, uid: bad },
        { reason: 'SystemOOM', message: 'System OOM encountered, victim process: java' },
      );

      const { output, text } = await diagnose(bad);
      expect(output.verdict).toBe('failing');
      expect(output.findings.map(({ code }) => code).sort()).toEqual(
        [
          'Cordoned',
          'DiskPressure',
          'KernelDeadlock',
          'NodeFull',
          'NodeNotReady',
          'PodsEvicted',
          'SystemOOM',
          'Tainted',
          'VersionSkew',
        ].sort(),
      );
      expect(output.findings[0]).toMatchObject({ severity: 'critical' });
      for (const word of [
        'Kubelet stopped posting node status',
        'its kubelet does not report',
        'cpu: 1.9 of 2 requested (95 %)',
        'memory limits add up to 4Gi: more than there is',
        'team=blue:NoExecute',
        'at most',
        'low on resource: ephemeral-storage',
        'victim process: java',
        'default/thrown',
      ]) {
        expect(text).toContain(word);
      }
      expect(Buffer.byteLength(text)).toBeLessThan(4096);
    });

    test('a node that is newer than its API server is told', async () => {
      await request('PATCH', `/api/v1/nodes/${well}/status`, { status: { nodeInfo: { kubeletVersion: 'v1.99.0' } } });
      expect(await codes(well)).toEqual(['VersionSkew']);
      expect((await diagnose(well)).text).toContain('newer than the API server');
    });

    test.each([
      { input: { name: 'nowhere' }, code: 'NOT_FOUND' },
      { input: { name: '../pods' }, code: 'INPUT_INVALID' },
      { input: {}, code: 'INPUT_INVALID' },
    ])('refuses $input', async ({ input, code }) => {
      expect(await failureOf(fleet.call({ operation: 'nodes_diagnose', input: { cluster, ...input } }))).toMatchObject({ code });
    });

    async function pod(name: string, container: object, status: object): Promise<void> {
      const spec = { nodeName: bad, tolerations: [{ operator: 'Exists' }], containers: [{ name: 'main', image: 'a:1', ...container }] };
      await request('POST', '/api/v1/namespaces/default/pods', { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec });
      await request('PATCH', `/api/v1/namespaces/default/pods/${name}/status`, { status });
    }
  });
});
