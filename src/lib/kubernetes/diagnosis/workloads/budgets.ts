import { numberAt, textAt, valueAt } from '../../object-values.js';
import { plainText } from '../fact-text.js';
import type { Finding } from '../finding.js';
import { objectStep } from '../pods/pod-evidence.js';
import { workloadFinding, type WorkloadEvidence } from './workload-evidence.js';

/** Disruption budgets that let no pod go. */
export function budgets(evidence: WorkloadEvidence): readonly Finding[] {
  const found = evidence.budgets;
  const several = workloadFinding(evidence, {
    severity: 'warning',
    code: 'SeveralBudgets',
    title: 'several disruption budgets cover its pods',
    facts: [found.map((budget) => textAt(budget, 'metadata', 'name') ?? '').join(', ')],
    meaning: 'the eviction API refuses pods with more than one budget: drains of their nodes never end',
  });
  return [
    ...(found.length > 1 ? [several] : []),
    ...found.flatMap((budget): Finding[] => {
      const expected = numberAt(budget, 'status', 'expectedPods') ?? 0;
      if ((numberAt(budget, 'status', 'disruptionsAllowed') ?? 0) > 0 || expected === 0) return [];
      const name = textAt(budget, 'metadata', 'name') ?? '';
      const healthy = numberAt(budget, 'status', 'currentHealthy') ?? 0;
      const desired = numberAt(budget, 'status', 'desiredHealthy') ?? 0;
      const never = desired >= expected;
      return [
        workloadFinding(evidence, {
          severity: never ? 'warning' : 'info',
          code: 'BudgetBlocks',
          title: `disruption budget ${name} lets no pod go`,
          facts: [
            `${healthy} of ${expected} pods healthy, ${desired} must be`,
            plainText(
              `minAvailable ${limitText(valueAt(budget, 'spec', 'minAvailable'))}, maxUnavailable ${limitText(valueAt(budget, 'spec', 'maxUnavailable'))}`,
            ),
          ],
          meaning: never
            ? 'it never allows a disruption: drains of the nodes of these pods wait for ever'
            : 'drains wait until more of its pods are healthy',
          next: [objectStep('policy/v1', 'PodDisruptionBudget', name, textAt(budget, 'metadata', 'namespace'))],
        }),
      ];
    }),
  ];
}

function limitText(value: unknown): string {
  return typeof value === 'number' || typeof value === 'string' ? String(value) : 'not set';
}
