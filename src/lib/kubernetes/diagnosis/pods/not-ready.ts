import { conditionsOf, describeCondition, findCondition } from '../../conditions.js';
import { recordAt, recordsAt, textAt } from '../../object-values.js';
import { plainText } from '../fact-text.js';
import type { Finding } from '../finding.js';
import { containersOfPod } from './container-facts.js';
import { podFinding, podStep, type PodEvidence } from './pod-evidence.js';
import { probeText } from './probes.js';

/** What is left when no other rule says why a pod is not ready. */
export function notReady({ pod }: PodEvidence): readonly Finding[] {
  const phase = textAt(pod, 'status', 'phase') ?? 'Pending';
  const ready = findCondition(pod, 'Ready');
  if (phase === 'Succeeded' || (phase === 'Running' && (ready === undefined || ready.status === 'True'))) return [];
  const gates = recordsAt(pod, 'spec', 'readinessGates').map((gate) => textAt(gate, 'conditionType') ?? '');
  const open = gates.filter((gate) => findCondition(pod, gate)?.status !== 'True');
  const unready = containersOfPod(pod).filter((container) => !container.ready && container.ended?.exitCode !== 0);
  const [first] = unready;
  return [
    podFinding(pod, {
      severity: phase === 'Failed' || phase === 'Unknown' ? 'critical' : 'warning',
      code: phase === 'Running' ? 'NotReady' : phase,
      title: phase === 'Running' ? 'it runs and is not ready' : `its phase is ${phase}`,
      facts: [
        ...conditionsOf(pod)
          .filter(({ status }) => status !== 'True')
          .map((condition) => plainText(describeCondition(condition))),
        ...unready.map(
          ({ name, role, waiting, spec }) =>
            `${role} ${name}: ${waiting === undefined ? `not ready; readiness probe: ${probeText(recordAt(spec, 'readinessProbe'))}` : `waiting: ${waiting.reason}`}`,
        ),
        ...open.map((gate) => `readiness gate ${gate} is not True`),
      ],
      meaning:
        open.length > 0
          ? 'whoever sets the condition of the readiness gate has not done so'
          : 'no event says why: it may only be starting; its log and the node tell more',
      next: [podStep(pod, 'pods_log', first === undefined ? {} : { container: first.name })],
    }),
  ];
}
