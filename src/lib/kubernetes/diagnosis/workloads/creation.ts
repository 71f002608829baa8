import { describeCondition, findCondition } from '../../conditions.js';
import { eventText } from '../event-facts.js';
import { ageOf, plainText } from '../fact-text.js';
import type { Finding } from '../finding.js';
import { refusalOf } from './refusals.js';
import { siblingsStep, workloadFinding, workloadStep, type WorkloadEvidence } from './workload-evidence.js';

/** A refusal is history when no later one came within this time (milliseconds); controllers try again for 16 minutes at most. */
const RECENT_MS = 20 * 60_000;

/** Pods that the controller could not make. */
export function creation(evidence: WorkloadEvidence): readonly Finding[] {
  const { workload, children, events, now } = evidence;
  const condition = [workload, ...children]
    .map((object) => findCondition(object, 'ReplicaFailure'))
    .find((found) => found?.status === 'True');
  const event = events.find(({ reason, last }) => reason === 'FailedCreate' && (ageOf(last, now) ?? 0) < RECENT_MS);
  const said = condition?.message ?? event?.message;
  if (said === undefined) return [];
  const { code, meaning } = refusalOf(said);
  return [
    workloadFinding(evidence, {
      severity: 'critical',
      code,
      title: 'its pods are refused',
      facts: [
        ...(condition === undefined ? [] : [plainText(describeCondition(condition))]),
        ...(event === undefined ? [] : [eventText(event, now)]),
      ],
      meaning,
      next: [code === 'QuotaExceeded' ? siblingsStep(evidence, 'v1', 'ResourceQuota') : workloadStep(evidence)],
    }),
  ];
}
