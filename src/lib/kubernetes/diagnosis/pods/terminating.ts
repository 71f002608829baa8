import { textAt, textsAt } from '../../object-values.js';
import { ageOf, moment } from '../fact-text.js';
import type { Finding } from '../finding.js';
import { podFinding, podStep, type PodEvidence } from './pod-evidence.js';

/** After its grace period a pod is gone within this time (milliseconds). */
const TOLERANCE_MS = 60_000;

/** Pods that were deleted and are still there. */
export function terminating({ pod, node, now }: PodEvidence): readonly Finding[] {
  // The API server writes the time at which the grace period ends.
  const deadline = textAt(pod, 'metadata', 'deletionTimestamp');
  if (deadline === undefined) return [];
  const finalizers = textsAt(pod, 'metadata', 'finalizers');
  const stuck = (ageOf(deadline, now) ?? 0) > TOLERANCE_MS;
  const nodeName = textAt(pod, 'spec', 'nodeName');
  return [
    podFinding(pod, {
      severity: stuck ? 'critical' : 'info',
      code: stuck ? 'TerminatingStuck' : 'Terminating',
      title: stuck ? 'it was deleted and does not go away' : 'it is being deleted',
      facts: [
        `its grace period ends or ended ${moment(deadline, now)}`,
        finalizers.length === 0 ? 'it has no finalizers' : `finalizers: ${finalizers.join(', ')}`,
        ...(nodeName === undefined ? [] : [`node: ${nodeName}${node === 'missing' ? ', which does not exist any more' : ''}`]),
      ],
      meaning: meaningOf(stuck, finalizers, node === 'missing'),
      next: stuck
        ? [podStep(pod, 'pods_get'), ...(nodeName === undefined ? [] : [{ operation: 'nodes_diagnose', input: { name: nodeName } }])]
        : [],
    }),
  ];
}

function meaningOf(stuck: boolean, finalizers: readonly string[], nodeGone: boolean): string {
  if (!stuck) return 'its containers are given time to end';
  if (finalizers.length > 0)
    return 'whoever set the finalizers has not finished its work, or does not run any more: look there before removing them';
  if (nodeGone)
    return 'its node is gone, so nobody confirms that it ended; the pod garbage collector or a deletion with grace period 0 removes it';
  return 'the kubelet has not confirmed that it ended: the node may be down, a process may not end, or a volume cannot be unmounted';
}
