import { describe, expect, test } from 'vitest';
import { judgeGoal } from '../../../src/lib/kubernetes/judge-goal.js';
import { readinessOf } from '../../../src/lib/kubernetes/readiness.js';
import { parseWaitGoal, type WaitGoal } from '../../../src/lib/kubernetes/wait-goal.js';

interface Parts {
  readonly spec?: unknown;
  readonly status?: unknown;
  readonly generation?: number;
  readonly deleting?: boolean;
}

function object(type: string, { spec, status, generation = 1, deleting = false }: Parts): Record<string, unknown> {
  const [apiVersion, kind] = type.split(' ');
  const deletion = deleting ? { deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: ['example.com/hold'] } : {};
  return { apiVersion, kind, metadata: { name: 'x', generation, ...deletion }, spec, status };
}

const condition = (type: string, status: string, more = {}): unknown => ({ conditions: [{ type, status, ...more }] });
const DEPLOYMENT = 'apps/v1 Deployment';
const all = { observedGeneration: 1, replicas: 3, updatedReplicas: 3, readyReplicas: 3, availableReplicas: 3 };

describe('readiness', () => {
  test.each<[string, string, Parts, Partial<ReturnType<typeof readinessOf>>]>([
    ['all pods there', DEPLOYMENT, { spec: { replicas: 3 }, status: all }, { ready: true, state: '3 of 3 pods available' }],
    ['nothing observed', DEPLOYMENT, { spec: { replicas: 3 } }, { ready: false }],
    ['an older generation', DEPLOYMENT, { spec: { replicas: 3 }, status: all, generation: 2 }, { ready: false }],
    ['scaled to none', DEPLOYMENT, { spec: { replicas: 0 }, status: { observedGeneration: 1 } }, { ready: true }],
    [
      'old pods left',
      DEPLOYMENT,
      { spec: { replicas: 3 }, status: { ...all, replicas: 4 } },
      { ready: false, state: '1 old pods still to end' },
    ],
    [
      'not updated',
      DEPLOYMENT,
      { spec: { replicas: 3 }, status: { ...all, updatedReplicas: 1 } },
      { ready: false, state: '1 of 3 pods updated' },
    ],
    ['not available', DEPLOYMENT, { spec: { replicas: 3 }, status: { ...all, availableReplicas: 2 } }, { ready: false }],
    [
      'past its deadline',
      DEPLOYMENT,
      {
        spec: { replicas: 3 },
        status: { ...all, availableReplicas: 2, ...Object(condition('Progressing', 'False', { reason: 'ProgressDeadlineExceeded' })) },
      },
      { ready: false, failed: true },
    ],
    ['being deleted', DEPLOYMENT, { spec: { replicas: 3 }, status: all, deleting: true }, { ready: false }],
    [
      'stateful, ready',
      'apps/v1 StatefulSet',
      {
        spec: { replicas: 2 },
        status: { observedGeneration: 1, readyReplicas: 2, updatedReplicas: 2, updateRevision: 'a', currentRevision: 'a' },
      },
      { ready: true },
    ],
    [
      'stateful, updating',
      'apps/v1 StatefulSet',
      {
        spec: { replicas: 2 },
        status: { observedGeneration: 1, readyReplicas: 2, updatedReplicas: 1, updateRevision: 'b', currentRevision: 'a' },
      },
      { ready: false, state: '1 of 2 pods updated' },
    ],
    [
      'stateful, updated down to its partition',
      'apps/v1 StatefulSet',
      {
        spec: { replicas: 2, updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } } },
        status: { observedGeneration: 1, readyReplicas: 2, updatedReplicas: 1, updateRevision: 'b', currentRevision: 'a' },
      },
      { ready: true },
    ],
    [
      'daemons everywhere',
      'apps/v1 DaemonSet',
      { status: { observedGeneration: 1, desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 2 } },
      { ready: true },
    ],
    [
      'daemons missing',
      'apps/v1 DaemonSet',
      { status: { observedGeneration: 1, desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 1 } },
      { ready: false },
    ],
    ['job done', 'batch/v1 Job', { status: condition('Complete', 'True') }, { ready: true }],
    ['job failed', 'batch/v1 Job', { status: condition('Failed', 'True') }, { ready: false, failed: true }],
    [
      'job at work',
      'batch/v1 Job',
      { spec: { completions: 2 }, status: { succeeded: 1, active: 1 } },
      { ready: false, state: '1 of 2 completions, 1 pods active' },
    ],
    ['pod ready', 'v1 Pod', { status: { phase: 'Running', ...Object(condition('Ready', 'True')) } }, { ready: true }],
    ['pod running, not ready', 'v1 Pod', { status: { phase: 'Running', ...Object(condition('Ready', 'False')) } }, { ready: false }],
    [
      'pod without a node',
      'v1 Pod',
      { status: { phase: 'Pending', ...Object(condition('PodScheduled', 'False', { reason: 'Unschedulable', message: '0/2 nodes' })) } },
      { ready: false, state: 'Pending, PodScheduled=False (Unschedulable: 0/2 nodes)' },
    ],
    ['pod done', 'v1 Pod', { status: { phase: 'Succeeded' } }, { ready: true }],
    [
      'pod evicted',
      'v1 Pod',
      { status: { phase: 'Failed', reason: 'Evicted' } },
      { ready: false, failed: true, state: 'it has failed: Evicted' },
    ],
    ['definition', 'apiextensions.k8s.io/v1 CustomResourceDefinition', { status: condition('Established', 'True') }, { ready: true }],
    [
      'definition of taken names',
      'apiextensions.k8s.io/v1 CustomResourceDefinition',
      { status: condition('NamesAccepted', 'False') },
      { ready: false, failed: true },
    ],
    ['config map', 'v1 ConfigMap', {}, { ready: true }],
    ['service', 'v1 Service', { spec: { type: 'ClusterIP' }, status: { loadBalancer: {} } }, { ready: true }],
    ['load balancer without address', 'v1 Service', { spec: { type: 'LoadBalancer' }, status: { loadBalancer: {} } }, { ready: false }],
    ['claim', 'v1 PersistentVolumeClaim', { status: { phase: 'Pending' } }, { ready: false }],
    ['custom, ready', 'example.com/v1 Widget', { status: condition('Ready', 'True') }, { ready: true }],
    [
      'custom, of an older generation',
      'example.com/v1 Widget',
      { generation: 2, status: condition('Ready', 'True', { observedGeneration: 1 }) },
      { ready: false },
    ],
    ['custom, stalled', 'example.com/v1 Widget', { status: condition('Stalled', 'True') }, { ready: false, failed: true }],
    ['custom, without conditions', 'example.com/v1 Widget', { status: { size: 1 } }, { ready: true }],
    ['custom kind called Deployment', 'example.com/v1 Deployment', { status: condition('Ready', 'False') }, { ready: false }],
  ])('%s', (_name, type, parts, expected) => {
    expect(readinessOf(object(type, parts))).toMatchObject(expected);
  });
});

describe('goals', () => {
  test.each<[string, WaitGoal | undefined]>([
    ['ready', { kind: 'ready' }],
    ['deleted', { kind: 'deleted' }],
    ['condition=Available', { kind: 'condition', name: 'Available', value: 'True' }],
    ['condition=Ready=False', { kind: 'condition', name: 'Ready', value: 'False' }],
    ['condition=example.com/Synced=Unknown', { kind: 'condition', name: 'example.com/Synced', value: 'Unknown' }],
    ['condition=', undefined],
    ['condition=Ready=', undefined],
    ['Ready', undefined],
    ['--for=delete', undefined],
    ['', undefined],
  ])('%j', (text, goal) => {
    expect(parseWaitGoal(text)).toEqual(goal);
  });

  test.each<[string, Parts, boolean]>([
    ['condition=ready', { status: condition('Ready', 'true') }, true],
    ['condition=Ready=False', { status: condition('Ready', 'False') }, true],
    ['condition=Ready', { status: condition('Ready', 'False') }, false],
    ['condition=Ready', { generation: 2, status: condition('Ready', 'True', { observedGeneration: 1 }) }, false],
    ['condition=Ready', { generation: 2, status: { observedGeneration: 1, ...Object(condition('Ready', 'True')) } }, false],
    ['condition=Ready', {}, false],
  ])('%s of %j: %s', (goal, parts, reached) => {
    expect(judgeGoal(object('example.com/v1 Widget', parts), parseWaitGoal(goal)!).ready).toBe(reached);
  });

  test('what keeps an object from going is named', () => {
    const verdict = judgeGoal(object('v1 ConfigMap', { deleting: true }), { kind: 'deleted' });
    expect(verdict).toEqual({ ready: false, state: 'it is being deleted; finalizers left: example.com/hold' });
  });
});
