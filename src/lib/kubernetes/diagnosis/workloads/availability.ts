import { numberAt, textAt, valueAt } from '../../object-values.js';
import { readinessOf } from '../../readiness.js';
import { countOf } from '../fact-text.js';
import type { Finding } from '../finding.js';
import { workloadFinding, workloadStep, type WorkloadEvidence } from './workload-evidence.js';

/** How many pods there should be, and how many serve. */
export function counts({ kind, workload }: Pick<WorkloadEvidence, 'kind' | 'workload'>): {
  readonly wanted: number;
  readonly available: number;
} {
  if (kind === 'DaemonSet') {
    return {
      wanted: numberAt(workload, 'status', 'desiredNumberScheduled') ?? 0,
      available: numberAt(workload, 'status', 'numberAvailable') ?? 0,
    };
  }
  const available = numberAt(workload, 'status', 'availableReplicas') ?? 0;
  return {
    wanted: numberAt(workload, 'spec', 'replicas') ?? 1,
    available: kind === 'StatefulSet' ? (numberAt(workload, 'status', 'readyReplicas') ?? 0) : available,
  };
}

/** Too few pods, none wanted, pods on wrong nodes, an ordinal that holds up the next ones. */
export function availability(evidence: WorkloadEvidence): readonly Finding[] {
  const { kind, workload } = evidence;
  if (kind === 'Job' || kind === 'CronJob') return [];
  if (valueAt(workload, 'metadata', 'deletionTimestamp') !== undefined) return [deleted(evidence)];
  return [...missing(evidence), ...misplaced(evidence), ...blocked(evidence)];
}

function missing(evidence: WorkloadEvidence): Finding[] {
  const { wanted, available } = counts(evidence);
  const facts = [`${available} of ${wanted} pods available`, readinessOf(evidence.workload).state];
  if (wanted === 0) {
    const none = evidence.kind === 'DaemonSet';
    return [
      workloadFinding(evidence, {
        severity: none ? 'warning' : 'info',
        code: none ? 'NoNodes' : 'ScaledToZero',
        title: none ? 'no node takes its pods' : 'it is scaled to zero',
        facts: none
          ? [`node selector: ${JSON.stringify(valueAt(evidence.workload, 'spec', 'template', 'spec', 'nodeSelector') ?? {})}`]
          : ['spec.replicas is 0'],
        meaning: none
          ? 'no node has the labels it asks for, or taints keep it away'
          : 'it runs no pods until somebody or something scales it up',
      }),
    ];
  }
  if (available >= wanted) return [];
  return [
    workloadFinding(evidence, {
      severity: available === 0 ? 'critical' : 'warning',
      code: 'Unavailable',
      title: available === 0 ? 'none of its pods is available' : 'some of its pods are not available',
      facts,
      meaning:
        available === 0
          ? 'nothing serves; the findings about its pods say why'
          : 'it serves with less than it should; the findings about its pods say why',
      next: [workloadStep(evidence)],
    }),
  ];
}

function misplaced(evidence: WorkloadEvidence): Finding[] {
  const wrong = numberAt(evidence.workload, 'status', 'numberMisscheduled') ?? 0;
  if (wrong === 0) return [];
  return [
    workloadFinding(evidence, {
      severity: 'info',
      code: 'Misscheduled',
      title: 'pods run where they should not',
      facts: [`${countOf(wrong, 'node')} run a pod of it and should not`],
      meaning: 'the labels or taints of nodes changed after the pods came',
    }),
  ];
}

/** Pods of a StatefulSet come one after the other: the first that is not ready holds up the rest. */
function blocked(evidence: WorkloadEvidence): Finding[] {
  const { kind, workload, pods } = evidence;
  if (kind !== 'StatefulSet' || textAt(workload, 'spec', 'podManagementPolicy') === 'Parallel') return [];
  const { wanted } = counts(evidence);
  const first = numberAt(workload, 'spec', 'ordinals', 'start') ?? 0;
  const ordinals = Array.from(
    { length: Math.min(wanted, 1000) },
    (_, index) => `${textAt(workload, 'metadata', 'name') ?? ''}-${first + index}`,
  );
  const blocker = ordinals.find((name) => {
    const pod = pods.find((one) => textAt(one, 'metadata', 'name') === name);
    return pod === undefined || !readinessOf({ kind: 'Pod', ...pod }).ready;
  });
  if (blocker === undefined || blocker === ordinals.at(-1)) return [];
  return [
    workloadFinding(evidence, {
      severity: 'warning',
      code: 'OrdinalBlocks',
      title: `pod ${blocker} holds up those after it`,
      facts: [`${blocker} is not ready`, 'podManagementPolicy is OrderedReady'],
      meaning: 'pods of higher ordinals are neither made nor updated until this one is ready',
      next: [{ operation: 'pods_diagnose', input: { name: blocker, namespace: textAt(workload, 'metadata', 'namespace') ?? '' } }],
    }),
  ];
}

function deleted(evidence: WorkloadEvidence): Finding {
  return workloadFinding(evidence, {
    severity: 'warning',
    code: 'Terminating',
    title: 'it is being deleted',
    facts: [`deleted at ${textAt(evidence.workload, 'metadata', 'deletionTimestamp') ?? ''}`],
    meaning: 'it waits for its pods or for a finalizer',
    next: [workloadStep(evidence)],
  });
}
