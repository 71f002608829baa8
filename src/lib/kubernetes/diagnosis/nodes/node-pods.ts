import { textAt } from '../../object-values.js';
import { countOf, plainText } from '../fact-text.js';
import { findingAbout, type Finding } from '../finding.js';
import { crashesOf } from '../pods/crashed.js';
import { looksUnwell } from '../pods/judge-pod.js';
import { podName, podStep } from '../pods/pod-evidence.js';
import { nodeFinding, podsStep, type NodeEvidence } from './node-evidence.js';

/** What became of the pods of a node: evicted, killed for memory, not ready. */
export function nodePods(evidence: NodeEvidence): readonly Finding[] {
  return [...evicted(evidence), ...killed(evidence), ...unwell(evidence)];
}

function evicted(evidence: NodeEvidence): Finding[] {
  const pods = evidence.pods.filter((pod) => textAt(pod, 'status', 'phase') === 'Failed' && textAt(pod, 'status', 'reason') === 'Evicted');
  const [first] = pods;
  if (first === undefined) return [];
  return [
    {
      ...nodeFinding(evidence, {
        severity: 'warning',
        code: 'PodsEvicted',
        title: 'pods were evicted from it',
        facts: [countOf(pods.length, 'evicted pod'), `${podName(first)}: ${plainText(textAt(first, 'status', 'message') ?? 'no message')}`],
        meaning: 'the node ran short of what the message names: pods without requests go first',
        next: [podsStep(evidence)],
      }),
      objects: pods.slice(0, 5).map(podName),
      count: pods.length,
    },
  ];
}

function killed(evidence: NodeEvidence): Finding[] {
  return evidence.pods
    .filter((pod) => crashesOf(pod, evidence.now).some(({ run }) => run?.reason === 'OOMKilled'))
    .map((pod) =>
      findingAbout(podName(pod), {
        severity: 'warning',
        code: 'OOMKilled',
        title: 'a container was killed for its memory',
        facts: [`${podName(pod)} is on this node`],
        meaning: 'it reached its own limit, or the node ran out of memory',
        next: [podStep(pod, 'pods_diagnose')],
      }),
    );
}

function unwell(evidence: NodeEvidence): Finding[] {
  const pods = evidence.pods.filter((pod) => looksUnwell(pod) && textAt(pod, 'status', 'reason') !== 'Evicted');
  return pods.map((pod) =>
    findingAbout(podName(pod), {
      severity: 'warning',
      code: 'PodsUnwell',
      title: 'pods on it are not ready',
      facts: [`${podName(pod)}: phase ${textAt(pod, 'status', 'phase') ?? 'unknown'}`],
      meaning: 'the node may be at fault where many are, the pods themselves where few are',
      next: [podStep(pod, 'pods_diagnose')],
    }),
  );
}
