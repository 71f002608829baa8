import { findCondition } from '../../conditions.js';
import { textAt } from '../../object-values.js';
import { plainText } from '../fact-text.js';
import type { Finding } from '../finding.js';
import { podFinding, type PodEvidence } from './pod-evidence.js';

/** Why whole pods fail, by the reason in their status. */
const MEANINGS: Readonly<Record<string, string>> = {
  Evicted: 'the kubelet threw it off the node to save the node; pods without requests, or far above them, go first',
  NodeLost: 'its node stopped answering',
  NodeShutdown: 'its node was shut down',
  Shutdown: 'its node was shut down',
  Terminated: 'its node was shut down',
  Preempting: 'a pod of higher priority took its place',
  DeadlineExceeded: 'it ran longer than activeDeadlineSeconds allows',
  NodeAffinity: 'the labels of the node changed after it was scheduled',
  UnexpectedAdmissionError: 'the kubelet could not give it the devices that it asks for',
  OutOfcpu: 'the node had less free than the scheduler believed',
  OutOfmemory: 'the node had less free than the scheduler believed',
  OutOfpods: 'the node carried as many pods as it may',
};

/** Pods that failed as a whole: evicted, preempted, over their deadline. */
export function podFailed({ pod }: PodEvidence): readonly Finding[] {
  const reason = textAt(pod, 'status', 'reason');
  if (textAt(pod, 'status', 'phase') !== 'Failed' || reason === undefined || reason === '') return [];
  const node = textAt(pod, 'spec', 'nodeName');
  const disruption = findCondition(pod, 'DisruptionTarget');
  const message = textAt(pod, 'status', 'message') ?? '';
  return [
    podFinding(pod, {
      severity: 'critical',
      code: reason,
      title: reason === 'Evicted' ? 'it was evicted' : `it failed: ${reason}`,
      facts: [
        ...(message === '' ? [] : [plainText(message)]),
        ...(disruption === undefined ? [] : [`DisruptionTarget: ${disruption.reason ?? ''} ${plainText(disruption.message ?? '')}`.trim()]),
        ...(node === undefined ? [] : [`node: ${node}`]),
      ],
      meaning: MEANINGS[reason] ?? 'the message above says why; a controller makes a new pod where it has one',
      next: node === undefined ? [] : [{ operation: 'nodes_diagnose', input: { name: node } }],
    }),
  ];
}
