import { recordsAt, textAt, valueAt } from '../../object-values.js';
import type { Finding } from '../finding.js';
import { podRequests } from '../pods/pod-requests.js';
import { quantityOf } from '../../quantity.js';
import { cpuText, memoryText } from '../amount-text.js';
import { nodeFinding, podsStep, type NodeEvidence } from './node-evidence.js';

const FULL = 0.9;

interface Share {
  readonly name: string;
  readonly requested: number;
  readonly allocatable: number;
  readonly text: (amount: number) => string;
}

/** What the pods of a node request of what it can give. */
function shares({ node, pods }: NodeEvidence): Share[] {
  const living = pods.filter((pod) => !['Succeeded', 'Failed'].includes(textAt(pod, 'status', 'phase') ?? ''));
  const requests = living.map(podRequests);
  const allocatable = (name: string): number => quantityOf(valueAt(node, 'status', 'allocatable', name));
  return [
    { name: 'cpu', requested: requests.reduce((sum, { cpu }) => sum + cpu, 0), allocatable: allocatable('cpu'), text: cpuText },
    {
      name: 'memory',
      requested: requests.reduce((sum, { memory }) => sum + memory, 0),
      allocatable: allocatable('memory'),
      text: memoryText,
    },
    { name: 'pods', requested: living.length, allocatable: allocatable('pods'), text: String },
  ];
}

/** Nodes that have next to nothing left to give. */
export function nodeCapacity(evidence: NodeEvidence): readonly Finding[] {
  const full = shares(evidence).filter(({ requested, allocatable }) => allocatable > 0 && requested / allocatable >= FULL);
  if (full.length === 0) return [];
  return [
    nodeFinding(evidence, {
      severity: 'warning',
      code: 'NodeFull',
      title: 'next to nothing is left of what it can give',
      facts: full.map(shareText),
      meaning: 'new pods find no room here; what is requested counts, not what is used',
      next: [podsStep(evidence)],
    }),
  ];
}

/** `cpu: 3.5 of 4 requested (88 %)`, and how far memory limits go beyond what there is. */
export function capacityFacts(evidence: NodeEvidence): string[] {
  const limits = evidence.pods
    .flatMap((pod) => recordsAt(pod, 'spec', 'containers'))
    .reduce((sum, container) => sum + quantityOf(valueAt(container, 'resources', 'limits', 'memory')), 0);
  const memory = quantityOf(valueAt(evidence.node, 'status', 'allocatable', 'memory'));
  const over = memory > 0 && limits > memory ? [`memory limits add up to ${memoryText(limits)}: more than there is`] : [];
  return [shares(evidence).map(shareText).join('; '), ...over];
}

function shareText({ name, requested, allocatable, text }: Share): string {
  const percent = allocatable === 0 ? '' : ` (${Math.round((100 * requested) / allocatable)} %)`;
  return `${name}: ${text(requested)} of ${text(allocatable)} requested${percent}`;
}
