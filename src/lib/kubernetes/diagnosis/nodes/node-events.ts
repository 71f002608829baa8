import { eventText } from '../event-facts.js';
import { ageOf } from '../fact-text.js';
import type { Finding } from '../finding.js';
import { nodeFinding, type NodeEvidence } from './node-evidence.js';

const RECENT_MS = 60 * 60_000;

/** What warnings about nodes mean; those that conditions tell better are not here. */
const MEANINGS: Readonly<Record<string, string>> = {
  SystemOOM: 'the kernel of the node killed a process for lack of memory',
  OOMKilling: 'the kernel of the node killed a process for lack of memory',
  Rebooted: 'the machine was started anew',
  EvictionThresholdMet: 'the node ran short of something and evicts pods',
  FreeDiskSpaceFailed: 'the disk is full and nothing is left to remove',
  ImageGCFailed: 'unused images cannot be removed: the disk may fill up',
  ContainerGCFailed: 'ended containers cannot be removed: the runtime may not answer',
  InvalidDiskCapacity: 'the kubelet cannot read the size of its disk',
  KernelOops: 'the kernel of the node reports a defect',
  TaskHung: 'a process of the node hangs in the kernel, often on its disk',
};

/** Recent warnings about the node itself. */
export function nodeEvents(evidence: NodeEvidence): readonly Finding[] {
  const recent = evidence.events.filter(({ last }) => (ageOf(last, evidence.now) ?? Number.POSITIVE_INFINITY) < RECENT_MS);
  const reasons = [...new Set(recent.map(({ reason }) => reason))].slice(0, 5);
  return reasons.flatMap((reason): Finding[] => {
    const event = recent.find((one) => one.reason === reason);
    if (event === undefined || reason === 'NodeNotReady') return [];
    return [
      nodeFinding(evidence, {
        severity: 'warning',
        code: reason,
        title: `it warned: ${reason}`,
        facts: [eventText(event, evidence.now)],
        meaning: MEANINGS[reason] ?? 'the message says what happened',
      }),
    ];
  });
}
