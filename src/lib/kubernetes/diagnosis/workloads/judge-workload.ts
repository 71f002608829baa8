import { textAt } from '../../object-values.js';
import { imagesOf } from '../../rollout/revisions.js';
import { readinessOf } from '../../readiness.js';
import { recordAt } from '../../object-values.js';
import { countOf, moment, some } from '../fact-text.js';
import type { Finding } from '../finding.js';
import { autoscalers } from './autoscalers.js';
import { availability } from './availability.js';
import { budgets } from './budgets.js';
import { creation } from './creation.js';
import { jobs } from './jobs.js';
import { rollout } from './rollout.js';
import { selectors } from './selectors.js';
import type { WorkloadEvidence, WorkloadRule } from './workload-evidence.js';

const RULES: readonly WorkloadRule[] = [rollout, creation, availability, jobs, selectors, autoscalers, budgets];

/** Everything that is wrong with one workload, its pods left aside. */
export function judgeWorkload(evidence: WorkloadEvidence): readonly Finding[] {
  return RULES.flatMap((rule) => rule(evidence));
}

/** The facts of a workload whatever its state. */
export function workloadFacts({ kind, workload, pods, children, now }: WorkloadEvidence): string[] {
  if (kind === 'CronJob') {
    return [
      `schedule ${textAt(workload, 'spec', 'schedule') ?? ''}, ${countOf(children.length, 'kept job')}`,
      `last started ${moment(textAt(workload, 'status', 'lastScheduleTime'), now)}, last success ${moment(textAt(workload, 'status', 'lastSuccessfulTime'), now)}`,
    ];
  }
  return [
    `${readinessOf({ ...workload, kind }).state}, ${countOf(pods.length, 'pod')} there`,
    `images: ${some(imagesOf(recordAt(workload, 'spec', 'template')), 5)}`,
  ];
}
