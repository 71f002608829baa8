import { describeCondition, findCondition } from '../../conditions.js';
import { numberAt, textAt, type PlainObject } from '../../object-values.js';
import { plainText } from '../fact-text.js';
import type { Finding } from '../finding.js';
import { objectStep } from '../pods/pod-evidence.js';
import { workloadFinding, type WorkloadEvidence } from './workload-evidence.js';

/** Whether an autoscaler scales this workload. */
export function scales(autoscaler: PlainObject, kind: string, name: string): boolean {
  return textAt(autoscaler, 'spec', 'scaleTargetRef', 'kind') === kind && textAt(autoscaler, 'spec', 'scaleTargetRef', 'name') === name;
}

/** Autoscalers at their limit, without metrics, or several of one workload. */
export function autoscalers(evidence: WorkloadEvidence): readonly Finding[] {
  const found = evidence.autoscalers;
  const names = found.map((autoscaler) => textAt(autoscaler, 'metadata', 'name') ?? '');
  const several = workloadFinding(evidence, {
    severity: 'warning',
    code: 'SeveralAutoscalers',
    title: 'several autoscalers scale it',
    facts: [names.join(', ')],
    meaning: 'they undo what the others do: keep one',
  });
  return [...(found.length > 1 ? [several] : []), ...found.flatMap((autoscaler) => judge(evidence, autoscaler))];
}

function judge(evidence: WorkloadEvidence, autoscaler: PlainObject): Finding[] {
  const name = textAt(autoscaler, 'metadata', 'name') ?? '';
  const next = [objectStep('autoscaling/v2', 'HorizontalPodAutoscaler', name, textAt(autoscaler, 'metadata', 'namespace'))];
  const active = findCondition(autoscaler, 'ScalingActive');
  const able = findCondition(autoscaler, 'AbleToScale');
  const broken = [active, able].find((condition) => condition?.status === 'False' && condition.reason !== 'ScalingDisabled');
  if (broken !== undefined) {
    return [
      workloadFinding(evidence, {
        severity: 'warning',
        code: 'AutoscalerBlind',
        title: `its autoscaler ${name} cannot scale`,
        facts: [plainText(describeCondition(broken))],
        meaning: /metric/i.test(`${broken.reason ?? ''} ${broken.message ?? ''}`)
          ? 'it gets no metrics: metrics-server or the metrics adapter is missing, or the containers name no requests'
          : 'it could not read or set the number of replicas',
        next,
      }),
    ];
  }
  const most = numberAt(autoscaler, 'spec', 'maxReplicas') ?? 0;
  const limited = findCondition(autoscaler, 'ScalingLimited');
  const desired = numberAt(autoscaler, 'status', 'desiredReplicas') ?? 0;
  if (desired < most || (limited?.reason !== 'TooManyReplicas' && limited?.status !== 'True')) return [];
  return [
    workloadFinding(evidence, {
      severity: 'warning',
      code: 'AutoscalerAtMaximum',
      title: `its autoscaler ${name} is at its maximum`,
      facts: [`${desired} replicas wanted, ${most} allowed`, plainText(describeCondition(limited))],
      meaning: 'it would scale further up: raise maxReplicas, or find out why the load is so high',
      next,
    }),
  ];
}
