import { describeCondition, findCondition, isStale } from '../../conditions.js';
import { numberAt, textAt, valueAt, type PlainObject } from '../../object-values.js';
import { moment, plainText } from '../fact-text.js';
import type { Finding } from '../finding.js';
import { workloadFinding, workloadStep, type WorkloadEvidence } from './workload-evidence.js';

/** Rollouts that passed their deadline, stand still on purpose, or were not seen by a controller. */
export function rollout(evidence: WorkloadEvidence): readonly Finding[] {
  return [...behind(evidence), ...paused(evidence), ...stuck(evidence)];
}

function behind(evidence: WorkloadEvidence): Finding[] {
  const { workload } = evidence;
  const observed = numberAt(workload, 'status', 'observedGeneration');
  if (!['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'].includes(evidence.kind) || (observed !== undefined && !isStale(workload)))
    return [];
  return [
    workloadFinding(evidence, {
      severity: 'warning',
      code: 'ControllerBehind',
      title: 'its controller has not seen its last change',
      facts: [`generation ${numberAt(workload, 'metadata', 'generation') ?? 0}, seen: ${observed ?? 'none'}`],
      meaning: 'it changed this moment, or kube-controller-manager does not run; the counts below are old',
      next: [{ operation: 'pods_list_in_namespace', input: { namespace: 'kube-system' } }],
    }),
  ];
}

function paused(evidence: WorkloadEvidence): Finding[] {
  const { workload, kind } = evidence;
  if (valueAt(workload, 'spec', 'paused') === true) {
    const waiting = updatedOf(workload) < (numberAt(workload, 'spec', 'replicas') ?? 1);
    return [
      workloadFinding(evidence, {
        severity: waiting ? 'warning' : 'info',
        code: 'Paused',
        title: waiting ? 'a change waits: the rollout is paused' : 'its rollout is paused',
        facts: [
          'spec.paused is true',
          `${updatedOf(workload)} of ${numberAt(workload, 'spec', 'replicas') ?? 1} pods have the newest template`,
        ],
        meaning: 'changes of its template are not rolled out until somebody resumes it',
        next: [workloadStep(evidence)],
      }),
    ];
  }
  if (valueAt(workload, 'spec', 'suspend') !== true) return [];
  return [
    workloadFinding(evidence, {
      severity: 'warning',
      code: 'Suspended',
      title: 'it is suspended',
      facts: ['spec.suspend is true'],
      meaning:
        kind === 'CronJob'
          ? 'it starts no jobs until somebody sets suspend to false'
          : 'it runs no pods until somebody sets suspend to false',
    }),
  ];
}

function stuck(evidence: WorkloadEvidence): Finding[] {
  const { workload, children, now } = evidence;
  const progressing = findCondition(workload, 'Progressing');
  if (progressing?.reason !== 'ProgressDeadlineExceeded') return [];
  const newest = [...children].sort((left, right) => revisionOf(right) - revisionOf(left))[0];
  return [
    workloadFinding(evidence, {
      severity: 'critical',
      code: 'RolloutStuck',
      title: 'its rollout passed its deadline',
      facts: [
        plainText(describeCondition(progressing)),
        `since ${moment(progressing.since, now)}, deadline ${numberAt(workload, 'spec', 'progressDeadlineSeconds') ?? 600}s`,
        `${updatedOf(workload)} pods updated, ${numberAt(workload, 'status', 'availableReplicas') ?? 0} available of ${numberAt(workload, 'spec', 'replicas') ?? 1}`,
        ...(newest === undefined
          ? []
          : [
              `newest ReplicaSet ${textAt(newest, 'metadata', 'name') ?? ''} (revision ${revisionOf(newest)}): ${numberAt(newest, 'status', 'readyReplicas') ?? 0} ready`,
            ]),
      ],
      meaning: 'the new pods do not become available: their own findings say why; the old revision can be rolled back to',
      next: [workloadStep(evidence)],
    }),
  ];
}

function revisionOf(replicaSet: PlainObject): number {
  return Number(textAt(replicaSet, 'metadata', 'annotations', 'deployment.kubernetes.io/revision') ?? 0);
}

function updatedOf(workload: PlainObject): number {
  return numberAt(workload, 'status', 'updatedReplicas') ?? 0;
}
