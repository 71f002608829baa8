import { findCondition } from '../../conditions.js';
import { recordsAt, textAt, type PlainObject } from '../../object-values.js';
import { ageOf, countOf, moment, plainText } from '../fact-text.js';
import type { Finding } from '../finding.js';
import { cpuText, memoryText } from '../amount-text.js';
import { podFinding, type PodEvidence } from './pod-evidence.js';
import { podRequests } from './pod-requests.js';
import { meaningOfRefusal, schedulerReasons } from './scheduler-reasons.js';

/** A scheduler looks at a new pod within seconds. */
const UNSEEN_MS = 30_000;

/** Pods that have no node yet. */
export function unscheduled({ pod, events, now }: PodEvidence): readonly Finding[] {
  if (textAt(pod, 'spec', 'nodeName') !== undefined || textAt(pod, 'status', 'phase') !== 'Pending') return [];
  const condition = findCondition(pod, 'PodScheduled');
  if (condition?.status !== 'False') return unseen(pod, now);
  if (condition.reason === 'SchedulingGated') return [gated(pod)];
  const refusal = events.find(({ reason }) => reason === 'FailedScheduling');
  const said = condition.message ?? refusal?.message ?? '';
  const reasons = schedulerReasons(said);
  const meanings = [
    ...new Set((reasons.length === 0 ? [said] : reasons.map(({ reason }) => reason)).flatMap((reason) => meaningOfRefusal(reason) ?? [])),
  ];
  return [
    podFinding(pod, {
      severity: 'critical',
      code: 'Unschedulable',
      title: 'no node takes it',
      facts: [
        ...(reasons.length === 0
          ? [`the scheduler says: ${plainText(said)}`]
          : reasons.map(({ nodes, reason }) => `${countOf(nodes, 'node')}: ${plainText(reason)}`)),
        `waits since ${moment(condition.since, now)}${refusal === undefined ? '' : `, refused ${countOf(refusal.count, 'time')}`}`,
        requestText(pod),
      ],
      meaning: meanings.length === 0 ? 'the scheduler found no node, for the reasons above' : meanings.join('; '),
      next: [{ operation: 'resources_list', input: { apiVersion: 'v1', kind: 'Node' } }],
    }),
  ];
}

function unseen(pod: PlainObject, now: number): Finding[] {
  if ((ageOf(textAt(pod, 'metadata', 'creationTimestamp'), now) ?? 0) < UNSEEN_MS) return [];
  const scheduler = textAt(pod, 'spec', 'schedulerName') ?? 'default-scheduler';
  return [
    podFinding(pod, {
      severity: 'critical',
      code: 'NotScheduled',
      title: 'no scheduler has looked at it',
      facts: [`scheduler: ${scheduler}`, `created ${moment(textAt(pod, 'metadata', 'creationTimestamp'), now)}`],
      meaning: `the scheduler "${scheduler}" does not run, or is far behind`,
      next: [{ operation: 'pods_list_in_namespace', input: { namespace: 'kube-system' } }],
    }),
  ];
}

function gated(pod: PlainObject): Finding {
  const gates = recordsAt(pod, 'spec', 'schedulingGates').map((gate) => textAt(gate, 'name') ?? '');
  return podFinding(pod, {
    severity: 'warning',
    code: 'SchedulingGated',
    title: 'scheduling gates hold it',
    facts: [`gates: ${gates.join(', ')}`],
    meaning: 'whoever set the gates has not opened them',
  });
}

function requestText(pod: PlainObject): string {
  const { cpu, memory } = podRequests(pod);
  return `it requests cpu ${cpuText(cpu)}, memory ${memoryText(memory)}`;
}
