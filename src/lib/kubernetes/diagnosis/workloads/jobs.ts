import { describeCondition, findCondition } from '../../conditions.js';
import { numberAt, textAt, type PlainObject } from '../../object-values.js';
import { eventText } from '../event-facts.js';
import { countOf, moment, plainText, some } from '../fact-text.js';
import type { Finding } from '../finding.js';
import { workloadFinding, workloadStep, type WorkloadEvidence } from './workload-evidence.js';

/** Why jobs fail, by the reason of their condition. */
const MEANINGS: Readonly<Record<string, string>> = {
  BackoffLimitExceeded: 'its pods failed more often than backoffLimit allows: the findings about its pods, or their logs, say why',
  DeadlineExceeded: 'it ran longer than activeDeadlineSeconds allows',
  PodFailurePolicy: 'a pod failed in a way for which the pod failure policy ends the job',
  FailedIndexes: 'indexes of it failed',
};

/** Jobs that failed, and CronJobs whose jobs do. */
export function jobs(evidence: WorkloadEvidence): readonly Finding[] {
  if (evidence.kind === 'Job') return failedJob(evidence);
  return evidence.kind === 'CronJob' ? [...failedRuns(evidence), ...missedRuns(evidence)] : [];
}

function failedJob(evidence: WorkloadEvidence): Finding[] {
  const failed = failureOf(evidence.workload);
  if (failed === undefined) return [];
  return [
    workloadFinding(evidence, {
      severity: 'critical',
      code: 'JobFailed',
      title: 'it failed',
      facts: [
        plainText(describeCondition(failed)),
        `${countOf(numberAt(evidence.workload, 'status', 'failed') ?? 0, 'pod')} failed, backoffLimit ${numberAt(evidence.workload, 'spec', 'backoffLimit') ?? 6}, ended ${moment(failed.since, evidence.now)}`,
      ],
      meaning: MEANINGS[failed.reason ?? ''] ?? 'the condition says why; a failed job is not tried again',
      next: [workloadStep(evidence)],
    }),
  ];
}

function failedRuns(evidence: WorkloadEvidence): Finding[] {
  const created = (job: PlainObject): string => textAt(job, 'metadata', 'creationTimestamp') ?? '';
  const newestFirst = [...evidence.children].sort((left, right) => (created(left) < created(right) ? 1 : -1));
  const failed = newestFirst.filter((job) => failureOf(job) !== undefined);
  const [last] = failed;
  if (last === undefined) return [];
  const isLast = newestFirst[0] === last;
  const namespace = textAt(last, 'metadata', 'namespace') ?? '';
  const condition = failureOf(last);
  return [
    workloadFinding(evidence, {
      severity: isLast ? 'critical' : 'warning',
      code: 'JobFailed',
      title: isLast ? 'its last job failed' : 'a job of it failed',
      facts: [
        `${failed.length} of ${countOf(newestFirst.length, 'kept job')} failed: ${some(
          failed.map((job) => textAt(job, 'metadata', 'name') ?? ''),
          3,
        )}`,
        ...(condition === undefined ? [] : [plainText(describeCondition(condition))]),
        `last success ${moment(textAt(evidence.workload, 'status', 'lastSuccessfulTime'), evidence.now)}`,
      ],
      meaning: MEANINGS[condition?.reason ?? ''] ?? 'the condition says why',
      next: [{ operation: 'workloads_diagnose', input: { kind: 'Job', name: textAt(last, 'metadata', 'name') ?? '', namespace } }],
    }),
  ];
}

function missedRuns(evidence: WorkloadEvidence): Finding[] {
  const event = evidence.events.find(({ reason }) =>
    ['MissSchedule', 'TooManyMissedTimes', 'FailedNeedsStart', 'UnparseableSchedule', 'UnknownTimeZone'].includes(reason),
  );
  if (event === undefined) return [];
  return [
    workloadFinding(evidence, {
      severity: 'warning',
      code: 'RunsMissed',
      title: 'it missed runs',
      facts: [eventText(event, evidence.now), `schedule: ${textAt(evidence.workload, 'spec', 'schedule') ?? ''}`],
      meaning: 'the controller was down or behind, or the schedule cannot be read',
      next: [workloadStep(evidence)],
    }),
  ];
}

function failureOf(job: PlainObject): ReturnType<typeof findCondition> {
  const condition = findCondition(job, 'Failed');
  return condition?.status === 'True' ? condition : undefined;
}
