import { conditionsOf, describeCondition } from '../../conditions.js';
import { moment, plainText } from '../fact-text.js';
import type { Finding } from '../finding.js';
import { nodeFinding, podsStep, type NodeEvidence } from './node-evidence.js';

const MEANINGS: Readonly<Record<string, string>> = {
  MemoryPressure: 'memory runs out: the kubelet evicts pods, those without requests first, and takes no new ones of that class',
  DiskPressure: 'the disk runs full: the kubelet removes images and evicts pods',
  PIDPressure: 'processes run out: the kubelet evicts pods',
  NetworkUnavailable: 'the network of the node is not set up: pods there reach nothing',
};

/** Pressure, and what problem detectors report: every condition but Ready is bad when it is True. */
export function nodeConditions(evidence: NodeEvidence): readonly Finding[] {
  return conditionsOf(evidence.node)
    .filter(({ type, status }) => type !== 'Ready' && status === 'True')
    .map((condition) =>
      nodeFinding(evidence, {
        severity: MEANINGS[condition.type] === undefined ? 'warning' : 'critical',
        code: condition.type,
        title: MEANINGS[condition.type] === undefined ? `it reports ${condition.type}` : `it has ${condition.type}`,
        facts: [plainText(describeCondition(condition)), `since ${moment(condition.since, evidence.now)}`],
        meaning: MEANINGS[condition.type] ?? 'whoever set the condition found a problem of the node: its message says which',
        next: [podsStep(evidence)],
      }),
    );
}
