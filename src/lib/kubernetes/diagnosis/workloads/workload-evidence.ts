import { textAt, type PlainObject } from '../../object-values.js';
import type { EventFacts } from '../event-facts.js';
import { findingAbout, type Finding, type FindingText, type NextStep } from '../finding.js';

/** The kinds that can be judged, and where they are. */
export const WORKLOADS = {
  Deployment: 'apps/v1',
  StatefulSet: 'apps/v1',
  DaemonSet: 'apps/v1',
  ReplicaSet: 'apps/v1',
  Job: 'batch/v1',
  CronJob: 'batch/v1',
} as const;

export type WorkloadKind = keyof typeof WORKLOADS;

/** Everything that rules about one workload look at. */
export interface WorkloadEvidence {
  readonly kind: WorkloadKind;
  readonly workload: PlainObject;
  /** ReplicaSets of a Deployment, Jobs of a CronJob: what stands between it and its pods. */
  readonly children: readonly PlainObject[];
  /** Its own pods. */
  readonly pods: readonly PlainObject[];
  /** Pods that its selector matches and that are not its own. */
  readonly strangers: readonly PlainObject[];
  /** Warnings about it and its children, newest first. */
  readonly events: readonly EventFacts[];
  /** Autoscalers that scale it. */
  readonly autoscalers: readonly PlainObject[];
  /** Disruption budgets over its pods. */
  readonly budgets: readonly PlainObject[];
  /** The Service of the same name. */
  readonly service: PlainObject | undefined;
  /** Milliseconds. */
  readonly now: number;
}

/** One thing that may be wrong with a workload. */
export type WorkloadRule = (evidence: WorkloadEvidence) => readonly Finding[];

export function workloadFinding({ kind, workload }: WorkloadEvidence, text: FindingText): Finding {
  return findingAbout(`${kind} ${textAt(workload, 'metadata', 'namespace') ?? ''}/${textAt(workload, 'metadata', 'name') ?? ''}`, text);
}

/** The workload itself, as stored. */
export function workloadStep({ kind, workload }: WorkloadEvidence): NextStep {
  return {
    operation: 'resources_get',
    input: {
      apiVersion: WORKLOADS[kind],
      kind,
      name: textAt(workload, 'metadata', 'name') ?? '',
      namespace: textAt(workload, 'metadata', 'namespace') ?? '',
    },
  };
}

/** Objects of a kind in the namespace of the workload. */
export function siblingsStep({ workload }: WorkloadEvidence, apiVersion: string, kind: string): NextStep {
  return { operation: 'resources_list', input: { apiVersion, kind, namespace: textAt(workload, 'metadata', 'namespace') ?? '' } };
}
