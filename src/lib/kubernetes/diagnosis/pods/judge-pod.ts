import { formatAge } from '../../../platform/duration.js';
import { findCondition } from '../../conditions.js';
import { numberAt, recordsAt, textAt, valueAt, type PlainObject } from '../../object-values.js';
import { ageOf, countOf } from '../fact-text.js';
import type { Finding } from '../finding.js';
import { claims } from './claims.js';
import { containersOfPod } from './container-facts.js';
import { crashed } from './crashed.js';
import { imagePulls } from './image-pull.js';
import { lostNode } from './lost-node.js';
import { notReady } from './not-ready.js';
import type { PodEvidence, PodRule } from './pod-evidence.js';
import { podFailed } from './pod-failed.js';
import { probes } from './probes.js';
import { starting } from './starting.js';
import { terminating } from './terminating.js';
import { unscheduled } from './unscheduled.js';

const RULES: readonly PodRule[] = [lostNode, podFailed, crashed, imagePulls, starting, probes, unscheduled, claims];

/** Everything that is wrong with one pod. */
export function judgePod(evidence: PodEvidence): readonly Finding[] {
  const leaving = terminating(evidence);
  // The containers of a pod that goes end with errors as they should.
  if (leaving.length > 0) return leaving;
  const findings = RULES.flatMap((rule) => rule(evidence));
  return findings.some(({ severity }) => severity === 'critical') ? findings : [...findings, ...notReady(evidence)];
}

/** Whether a pod is worth a closer look: cheap, without events. */
export function looksUnwell(pod: PlainObject): boolean {
  if (textAt(pod, 'metadata', 'deletionTimestamp') !== undefined) return true;
  const phase = textAt(pod, 'status', 'phase');
  return phase !== 'Succeeded' && (phase !== 'Running' || findCondition(pod, 'Ready')?.status === 'False');
}

/** The facts of a pod whatever its state. */
export function podFacts(pod: PlainObject, now: number): string[] {
  const containers = containersOfPod(pod).filter(({ role }) => role === 'container');
  const restarts = containers.reduce((sum, container) => sum + container.restarts, 0);
  const owner = recordsAt(pod, 'metadata', 'ownerReferences').find((reference) => valueAt(reference, 'controller') === true);
  const age = ageOf(textAt(pod, 'metadata', 'creationTimestamp'), now);
  const priority = numberAt(pod, 'spec', 'priority') ?? 0;
  return [
    [
      `phase ${textAt(pod, 'status', 'phase') ?? 'unknown'}`,
      `${containers.filter(({ ready }) => ready).length}/${containers.length} containers ready`,
      countOf(restarts, 'restart'),
      `node ${textAt(pod, 'spec', 'nodeName') ?? 'none'}`,
      `QoS ${textAt(pod, 'status', 'qosClass') ?? 'unknown'}`,
      ...(priority === 0 ? [] : [`priority ${priority}`]),
      ...(age === undefined ? [] : [`age ${formatAge(age)}`]),
    ].join(', '),
    owner === undefined ? 'nothing makes it anew when it is gone' : `made by ${textAt(owner, 'kind') ?? ''} ${textAt(owner, 'name') ?? ''}`,
  ];
}
