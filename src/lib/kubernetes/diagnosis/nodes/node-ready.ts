import { describeCondition, findCondition } from '../../conditions.js';
import { textAt, valueAt } from '../../object-values.js';
import { ageOf, moment, plainText } from '../fact-text.js';
import type { Finding } from '../finding.js';
import { nodeFinding, nodeName, podsStep, type NodeEvidence } from './node-evidence.js';

/** Kubelets renew their lease every 10 s; the cluster takes them for lost after 40 s to 50 s (milliseconds). */
const STALE_MS = 60_000;

/** Nodes that are not ready, or whose heartbeat stopped. */
export function nodeReady(evidence: NodeEvidence): readonly Finding[] {
  const { node, lease, now } = evidence;
  const ready = findCondition(node, 'Ready');
  const renewed = textAt(lease, 'spec', 'renewTime');
  const heartbeat = lease === 'missing' ? 'it has no lease' : `lease renewed ${moment(renewed, now)}`;
  if (ready?.status !== 'True') {
    const silent = ready === undefined || ready.status === 'Unknown';
    return [
      nodeFinding(evidence, {
        severity: 'critical',
        code: 'NodeNotReady',
        title: silent ? 'its kubelet does not report' : 'its kubelet says that it is not ready',
        facts: [
          ready === undefined ? 'it never reported whether it is ready' : plainText(describeCondition(ready)),
          `since ${moment(ready?.since, now)}`,
          ...(lease === undefined ? [] : [heartbeat]),
        ],
        meaning: silent
          ? 'the machine is down, its kubelet does not run, or the network between it and the API server is cut; its pods are moved after five minutes'
          : 'the kubelet runs and names its reason: often the container runtime or the network plugin',
        next: [
          podsStep(evidence),
          { operation: 'events_list', input: { fieldSelector: `involvedObject.kind=Node,involvedObject.name=${nodeName(evidence)}` } },
        ],
      }),
    ];
  }
  if (valueAt(node, 'metadata', 'deletionTimestamp') !== undefined) return [];
  const age = ageOf(renewed, now);
  if (lease === undefined || (lease !== 'missing' && age !== undefined && age < STALE_MS)) return [];
  return [
    nodeFinding(evidence, {
      severity: 'warning',
      code: 'HeartbeatStale',
      title: 'it is called ready and its heartbeat is old',
      facts: [heartbeat, `Ready since ${moment(ready.since, now)}`],
      meaning: 'the kubelet stopped a moment ago, or nothing judges heartbeats: kube-controller-manager may not run',
      next: [podsStep(evidence)],
    }),
  ];
}
