import { describe, expect, test } from 'vitest';
import type { PlainObject } from '../../../../src/lib/kubernetes/object-values.js';
import { meaningOfEnd } from '../../../../src/lib/kubernetes/diagnosis/pods/exit-codes.js';
import { imageCause } from '../../../../src/lib/kubernetes/diagnosis/pods/image-causes.js';
import { judgePod, looksUnwell } from '../../../../src/lib/kubernetes/diagnosis/pods/judge-pod.js';
import type { PodEvidence } from '../../../../src/lib/kubernetes/diagnosis/pods/pod-evidence.js';
import { podRequests } from '../../../../src/lib/kubernetes/diagnosis/pods/pod-requests.js';
import { boundedLog } from '../../../../src/lib/kubernetes/diagnosis/pods/read-pods.js';
import { meaningOfRefusal, schedulerReasons } from '../../../../src/lib/kubernetes/diagnosis/pods/scheduler-reasons.js';
import { refusalOf } from '../../../../src/lib/kubernetes/diagnosis/workloads/refusals.js';

const NOW = Date.parse('2026-01-02T00:00:00Z');

function codesOf(pod: PlainObject, more: Partial<PodEvidence> = {}): string[] {
  return judgePod({ pod, events: [], claims: {}, node: undefined, logs: {}, now: NOW, ...more }).map(({ code }) => code);
}

describe('what the scheduler says', () => {
  test.each([
    [
      '0/5 nodes are available: 1 Insufficient cpu, 1 node(s) had untolerated taint {a: b, c}, 3 node(s) were unschedulable. preemption: 0/5 nodes are available: 5 No preemption victims found for incoming pod.',
      [
        { nodes: 1, reason: 'Insufficient cpu' },
        { nodes: 1, reason: 'node(s) had untolerated taint {a: b, c}' },
        { nodes: 3, reason: 'node(s) were unschedulable' },
      ],
    ],
    ['0/1 nodes are available: 1 Insufficient memory.', [{ nodes: 1, reason: 'Insufficient memory' }]],
    [
      '0/2 nodes are available: 2 Insufficient cpu. no new claims to deallocate, preemption: 0/2 nodes are available: 2 No preemption victims.',
      [{ nodes: 2, reason: 'Insufficient cpu' }],
    ],
    ['0/1 nodes are available: persistentvolumeclaim "data" not found.', []],
    ['no nodes available to schedule pods', []],
  ])('%s', (message, reasons) => {
    expect(schedulerReasons(message)).toEqual(reasons);
  });

  test.each([
    ['Insufficient example.com/gpu', 'too little is free'],
    ["node(s) didn't match Pod's node affinity/selector", 'nodeSelector'],
    ["node(s) didn't match pod anti-affinity rules", 'must not run beside'],
    ['node(s) had volume node affinity conflict', 'another zone'],
    ['pod has unbound immediate PersistentVolumeClaims', 'not bound'],
    ["node(s) didn't have free ports for the requested pod ports", 'host port'],
  ])('%s has a meaning', (reason, meaning) => {
    expect(meaningOfRefusal(reason)).toContain(meaning);
  });
});

describe('why an image cannot be pulled', () => {
  test.each([
    [
      'pull access denied, repository does not exist or may require authorization: server message: insufficient_scope',
      'it is not in the registry',
    ],
    ['failed to authorize: failed to fetch oauth token: 401 Unauthorized', 'the registry refuses the login'],
    ['dial tcp: lookup registry.exmple.com on 10.0.0.10:53: no such host', 'the registry name does not resolve'],
    ['429 Too Many Requests - toomanyrequests: You have reached your pull rate limit', 'the registry limits the rate'],
    ['no matching manifest for linux/arm64 in the manifest list entries', 'there is none for this processor'],
    ['tls: failed to verify certificate: x509: certificate signed by unknown authority', 'the certificate of the registry is not trusted'],
    ['dial tcp 10.0.0.1:443: i/o timeout', 'the registry is not reached'],
    ['write /var/lib/containerd: no space left on device', 'the disk of the node is full'],
    ['Back-off pulling image', 'it cannot be pulled'],
  ])('%s', (said, title) => {
    expect(imageCause(said).title).toBe(title);
  });
});

test.each([
  ['exceeded quota: small, requested: cpu=1', 'QuotaExceeded'],
  ['pods "a" is forbidden: violates PodSecurity "restricted:latest": privileged', 'PodSecurity'],
  ['Internal error occurred: failed calling webhook "a.example.com": timeout', 'WebhookFailing'],
  ['admission webhook "a.example.com" denied the request: no latest tags', 'WebhookDenied'],
  ['pods "a" is forbidden: maximum cpu usage per Container is 1', 'LimitRange'],
  ['pods "a" is forbidden: error looking up service account a/b: serviceaccount "b" not found', 'ServiceAccountMissing'],
  ['pods "a" is forbidden: no PriorityClass with name high was found', 'PriorityClassMissing'],
  ['something else', 'PodsRefused'],
])('refused pods: %s', (message, code) => {
  expect(refusalOf(message).code).toBe(code);
});

test.each([
  [{ exitCode: 137, reason: 'OOMKilled' }, 'more memory than its limit'],
  [{ exitCode: 137, reason: 'Error' }, 'without an OOM report'],
  [{ exitCode: 143, reason: 'Error' }, 'SIGTERM'],
  [{ exitCode: 0, reason: 'Completed' }, 'ends by itself'],
  [{ exitCode: 130, reason: 'Error' }, 'signal 2'],
  [{ exitCode: 42, reason: 'Error' }, 'its log says which'],
])('the end %o is explained', (run, meaning) => {
  expect(meaningOfEnd({ ...run, message: '', started: undefined, finished: undefined })).toContain(meaning);
});

describe('pods', () => {
  const metadata = { name: 'a', namespace: 'b', creationTimestamp: '2026-01-01T00:00:00Z' };
  const running = (finishedAt: string): PlainObject => ({
    metadata,
    spec: { nodeName: 'n', containers: [{ name: 'main' }] },
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses: [
        { name: 'main', ready: true, restartCount: 3, state: { running: {} }, lastState: { terminated: { exitCode: 1, finishedAt } } },
      ],
    },
  });

  test('one that restarted lately is worth a word, one that did so yesterday is not', () => {
    const lately = running('2026-01-01T23:50:00Z');
    const started = { ...lately, status: { ...(lately['status'] as object), containerStatuses: [withStart(lately)] } };
    expect(codesOf(started)).toEqual(['ContainerRestarted']);
    const yesterday = running('2026-01-01T01:00:00Z');
    expect(codesOf({ ...yesterday, status: { ...(yesterday['status'] as object), containerStatuses: [withStart(yesterday)] } })).toEqual(
      [],
    );
  });

  test('one whose node is gone, and one that no finalizer lets go', () => {
    expect(codesOf(running('2026-01-01T01:00:00Z'), { node: 'missing' })).toEqual(['NodeGone']);
    const deleted = {
      ...running('2026-01-01T01:00:00Z'),
      metadata: { ...metadata, deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: ['a/b'] },
    };
    expect(codesOf(deleted)).toEqual(['TerminatingStuck']);
    expect(codesOf({ ...deleted, metadata: { ...deleted.metadata, deletionTimestamp: '2026-01-02T00:00:20Z' } })).toEqual(['Terminating']);
  });

  test('one that no scheduler has seen, and one that gates hold', () => {
    const spec = { schedulerName: 'special', containers: [] };
    expect(codesOf({ metadata, spec, status: { phase: 'Pending' } })).toContain('NotScheduled');
    const conditions = [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }];
    expect(codesOf({ metadata, spec, status: { phase: 'Pending', conditions } })).toContain('SchedulingGated');
  });

  test('one that has completed is well', () => {
    const pod = { metadata, spec: { nodeName: 'n', containers: [{ name: 'main' }] }, status: { phase: 'Succeeded' } };
    expect(codesOf(pod)).toEqual([]);
    expect(looksUnwell(pod)).toBe(false);
  });

  function withStart(pod: PlainObject): object {
    const { containerStatuses } = pod['status'] as { containerStatuses: object[] };
    return { ...containerStatuses[0], state: { running: { startedAt: '2026-01-01T23:55:00Z' } } };
  }
});

test('requests are those that the scheduler counts', () => {
  const cpu = (amount: string): PlainObject => ({ resources: { requests: { cpu: amount } } });
  const spec = {
    initContainers: [{ ...cpu('100m'), restartPolicy: 'Always' }, cpu('2')],
    containers: [cpu('250m'), cpu('0.5')],
    overhead: { cpu: '50m' },
  };
  expect(podRequests({ spec }).cpu).toBeCloseTo(2.15);
  expect(podRequests({ spec: { ...spec, initContainers: [] } }).cpu).toBeCloseTo(0.8);
});

test('a log is bounded, holds no escape sequence and no secret, also where a line is cut', () => {
  const secret = `password=${'x'.repeat(30)}`;
  const log = boundedLog(
    [...Array.from({ length: 30 }, (_, line) => `line ${String(line)}`), '\u001b[31mred\r', `${'a'.repeat(180)} ${secret}`].join('\n'),
  );
  const lines = log.split('\n');
  expect(lines).toHaveLength(20);
  expect(lines[0]).toBe('line 12');
  expect(lines[18]).toBe(' [31mred');
  expect(log).not.toContain('xxxx');
});
