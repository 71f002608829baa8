import { textAt, type PlainObject } from '../../object-values.js';
import type { EventFacts } from '../event-facts.js';
import { findingAbout, type Finding, type FindingText, type NextStep } from '../finding.js';

/** Everything that rules about one node look at. */
export interface NodeEvidence {
  readonly node: PlainObject;
  /** Its heartbeat; undefined where it could not be read. */
  readonly lease: PlainObject | 'missing' | undefined;
  readonly pods: readonly PlainObject[];
  /** Of the API server: `v1.24.17`. */
  readonly serverVersion: string | undefined;
  /** Warnings about it, newest first. */
  readonly events: readonly EventFacts[];
  /** Milliseconds. */
  readonly now: number;
}

/** One thing that may be wrong with a node. */
export type NodeRule = (evidence: NodeEvidence) => readonly Finding[];

export function nodeName({ node }: Pick<NodeEvidence, 'node'>): string {
  return textAt(node, 'metadata', 'name') ?? '';
}

export function nodeFinding(evidence: NodeEvidence, text: FindingText): Finding {
  return findingAbout(`Node ${nodeName(evidence)}`, text);
}

/** The pods of the node. */
export function podsStep(evidence: NodeEvidence): NextStep {
  return { operation: 'pods_list', input: { fieldSelector: `spec.nodeName=${nodeName(evidence)}` } };
}
