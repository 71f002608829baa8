import { textAt, type PlainObject } from '../../object-values.js';
import type { EventFacts } from '../event-facts.js';
import { findingAbout, type Finding, type FindingText, type NextStep } from '../finding.js';

/** Everything that rules about one pod look at. */
export interface PodEvidence {
  readonly pod: PlainObject;
  /** Warnings about it, newest first. */
  readonly events: readonly EventFacts[];
  /** Its volume claims by name, where they were read. */
  readonly claims: Readonly<Record<string, PlainObject | 'missing'>>;
  /** Where it was read: only for pods that may suffer from it. */
  readonly node: PlainObject | 'missing' | undefined;
  /** Last lines of crashed runs by container, where they were read. */
  readonly logs: Readonly<Record<string, string>>;
  /** Milliseconds. */
  readonly now: number;
}

/** One thing that may be wrong with a pod. */
export type PodRule = (evidence: PodEvidence) => readonly Finding[];

export function podName(pod: PlainObject): string {
  return `${textAt(pod, 'metadata', 'namespace') ?? ''}/${textAt(pod, 'metadata', 'name') ?? ''}`;
}

export function podFinding(pod: PlainObject, text: FindingText): Finding {
  return findingAbout(podName(pod), text);
}

/** A read about the pod itself: `pods_log name=web-1 namespace=shop previous=true`. */
export function podStep(pod: PlainObject, operation: string, more: NextStep['input'] = {}): NextStep {
  return {
    operation,
    input: { name: textAt(pod, 'metadata', 'name') ?? '', namespace: textAt(pod, 'metadata', 'namespace') ?? '', ...more },
  };
}

/** A read of an object beside the pod. */
export function objectStep(apiVersion: string, kind: string, name: string, namespace?: string): NextStep {
  return { operation: 'resources_get', input: { apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) } };
}
