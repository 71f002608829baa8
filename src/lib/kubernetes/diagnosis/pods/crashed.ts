import { textAt } from '../../object-values.js';
import { ageOf, countOf, moment, plainText } from '../fact-text.js';
import type { Finding } from '../finding.js';
import { formatAge } from '../../../platform/duration.js';
import { containersOfPod, type ContainerFacts, type EndedRun } from './container-facts.js';
import { meaningOfEnd } from './exit-codes.js';
import { podFinding, podStep, type PodEvidence } from './pod-evidence.js';
import type { PlainObject } from '../../object-values.js';

/** Restarts longer ago than this (milliseconds) are history where the container runs again. */
const RECENT_MS = 60 * 60_000;

/** A container whose last run did not end as it should. */
export interface Crash {
  readonly container: ContainerFacts;
  readonly run: EndedRun | undefined;
  readonly state: 'looping' | 'ended' | 'runs again';
}

/** The containers of a pod that crashed. */
export function crashesOf(pod: PlainObject, now: number): Crash[] {
  return containersOfPod(pod).flatMap((container): Crash[] => {
    const { waiting, ended, previous, running, role, restarts } = container;
    if (waiting?.reason === 'CrashLoopBackOff') return [{ container, run: previous, state: 'looping' }];
    if (ended !== undefined && ended.exitCode !== 0) return [{ container, run: ended, state: 'ended' }];
    // Between two runs of a container that always ends at once.
    if (ended !== undefined && restarts > 0 && role === 'container' && textAt(pod, 'spec', 'restartPolicy') !== 'OnFailure')
      return textAt(pod, 'status', 'phase') === 'Succeeded' ? [] : [{ container, run: ended, state: 'ended' }];
    const age = ageOf(previous?.finished, now);
    if (running !== undefined && previous !== undefined && age !== undefined && age < RECENT_MS)
      return [{ container, run: previous, state: 'runs again' }];
    return [];
  });
}

/** Crash loops, out of memory, and programs that failed. */
export function crashed(evidence: PodEvidence): readonly Finding[] {
  return crashesOf(evidence.pod, evidence.now).map((crash) => crashFinding(crash, evidence));
}

function crashFinding({ container, run, state }: Crash, { pod, logs, now }: PodEvidence): Finding {
  const { name, role, restarts, waiting } = container;
  const outOfMemory = run?.reason === 'OOMKilled';
  const log = logs[name];
  return podFinding(pod, {
    severity: state === 'runs again' ? 'warning' : 'critical',
    code: outOfMemory
      ? 'OOMKilled'
      : state === 'looping'
        ? 'CrashLoopBackOff'
        : state === 'ended'
          ? 'ContainerFailed'
          : 'ContainerRestarted',
    title: `${role} ${name} ${outOfMemory ? 'was killed for its memory' : TITLES[state]}`,
    facts: [
      ...(waiting === undefined ? [] : [`waiting: ${waiting.reason}${waiting.message === '' ? '' : ` (${plainText(waiting.message)})`}`]),
      run === undefined ? 'the end of its last run is not recorded' : `last run: ${endText(run, now)}`,
      ...(run === undefined || run.message === '' ? [] : [`its last words: ${plainText(run.message)}`]),
      `${countOf(restarts, 'restart')}, restart policy ${textAt(pod, 'spec', 'restartPolicy') ?? 'Always'}`,
      ...(outOfMemory
        ? [`memory limit: ${textAt(container.spec, 'resources', 'limits', 'memory') ?? 'none, so the node had none left'}`]
        : []),
    ],
    ...(log === undefined ? {} : { log }),
    meaning: run === undefined ? 'it keeps ending; its log says why' : meaningOfEnd(run),
    next: [podStep(pod, 'pods_log', { container: name, ...(state === 'ended' ? {} : { previous: true }) })],
  });
}

const TITLES = { 'looping': 'keeps crashing', 'ended': 'ended with an error', 'runs again': 'crashed and runs again' } as const;

function endText({ exitCode, reason, started, finished }: EndedRun, now: number): string {
  const duration = ageOf(started, Date.parse(finished ?? ''));
  const ran = duration === undefined || Number.isNaN(duration) ? '' : ` after ${formatAge(duration)}`;
  return `exit code ${exitCode}${reason === '' ? '' : `, reason ${reason}`}, ended ${moment(finished, now)}${ran}`;
}
