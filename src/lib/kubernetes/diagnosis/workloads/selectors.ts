import { recordAt, textAt } from '../../object-values.js';
import { countOf, some } from '../fact-text.js';
import type { Finding } from '../finding.js';
import { selectsLabels } from '../label-selector-text.js';
import { objectStep } from '../pods/pod-evidence.js';
import { workloadFinding, type WorkloadEvidence } from './workload-evidence.js';

/** Selectors that catch too much, or nothing. */
export function selectors(evidence: WorkloadEvidence): readonly Finding[] {
  return [...overlap(evidence), ...service(evidence)];
}

function overlap(evidence: WorkloadEvidence): Finding[] {
  const { strangers } = evidence;
  if (strangers.length === 0) return [];
  const names = strangers.map((pod) => textAt(pod, 'metadata', 'name') ?? '');
  return [
    workloadFinding(evidence, {
      severity: 'warning',
      code: 'SelectorOverlap',
      title: 'its selector matches pods that are not its own',
      facts: [`${countOf(strangers.length, 'other pod')}: ${some(names, 5)}`],
      meaning: 'services, budgets and autoscalers that select by these labels count pods of others, too',
    }),
  ];
}

function service(evidence: WorkloadEvidence): Finding[] {
  const { service: found, workload } = evidence;
  const wanted = recordAt(found, 'spec', 'selector');
  const labels = recordAt(workload, 'spec', 'template', 'metadata', 'labels');
  if (found === undefined || Object.keys(wanted).length === 0 || selectsLabels({ matchLabels: wanted }, labels)) return [];
  const name = textAt(found, 'metadata', 'name') ?? '';
  return [
    workloadFinding(evidence, {
      severity: 'warning',
      code: 'SelectorMismatch',
      title: 'the Service of its name does not select its pods',
      facts: [`Service ${name} selects ${labelsText(wanted)}`, `its pods have ${labelsText(labels)}`],
      meaning: 'traffic to the Service does not reach these pods, unless it is meant for others',
      next: [objectStep('v1', 'Service', name, textAt(found, 'metadata', 'namespace'))],
    }),
  ];
}

function labelsText(labels: Readonly<Record<string, unknown>>): string {
  return some(
    Object.entries(labels).map(([key, value]) => `${key}=${String(value)}`),
    8,
  );
}
