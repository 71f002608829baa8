import { describeCondition, findCondition } from '../../conditions.js';
import { textAt } from '../../object-values.js';
import { moment, plainText } from '../fact-text.js';
import type { Finding } from '../finding.js';
import { podFinding, type PodEvidence } from './pod-evidence.js';

/** Pods whose node is gone or not ready. */
export function lostNode({ pod, node, now }: PodEvidence): readonly Finding[] {
  const name = textAt(pod, 'spec', 'nodeName') ?? '';
  if (node === undefined || textAt(pod, 'metadata', 'deletionTimestamp') !== undefined) return [];
  if (node === 'missing') {
    return [
      podFinding(pod, {
        severity: 'critical',
        code: 'NodeGone',
        title: `its node ${name} does not exist`,
        facts: [`the pod is bound to node ${name}`, 'the cluster has no node of that name'],
        meaning: 'the node was removed; a controller makes a new pod when this one is gone',
        next: [{ operation: 'resources_list', input: { apiVersion: 'v1', kind: 'Node' } }],
      }),
    ];
  }
  const ready = findCondition(node, 'Ready');
  if (ready === undefined || ready.status === 'True') return [];
  return [
    podFinding(pod, {
      severity: 'critical',
      code: 'NodeNotReady',
      title: `its node ${name} is not ready`,
      facts: [`node ${name}: ${plainText(describeCondition(ready))}`, `since ${moment(ready.since, now)}`],
      meaning: 'what the pod reports is as old as the last word of its node',
      next: [{ operation: 'nodes_diagnose', input: { name } }],
    }),
  ];
}
