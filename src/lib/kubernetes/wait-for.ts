import type { ClusterContext } from '../context.js';
import { FleetError } from '../errors.js';
import { formatDuration } from '../platform/duration.js';
import { limitedSignal } from '../platform/limited-signal.js';
import { followObject } from './follow-object.js';
import { judgeGoal } from './judge-goal.js';
import { describeTarget, type ObjectTarget } from './object-target.js';
import { textAt, type PlainObject } from './object-values.js';
import type { Verdict } from './verdict.js';
import { describeGoal, type WaitGoal } from './wait-goal.js';

/** What a wait needs of its call: the cluster, the signal, and whom to tell how far it is. */
export type WaitContext = Pick<ClusterContext, 'cluster' | 'signal' | 'progress'>;

export interface WaitOptions {
  /** Milliseconds. */
  readonly timeoutMs: number;
  /** The object that is meant: another one of the same name counts as its end. */
  readonly uid?: string | undefined;
}

/** How a wait ended well. */
export interface Waited {
  /** The last state; absent when the object is gone. */
  readonly object?: PlainObject | undefined;
  /** For people: `3 of 3 pods available`. */
  readonly state: string;
}

/**
 * Waits until one object is ready, deleted, or has a condition; each new state is told as progress.
 * @throws FleetError TIMEOUT and WAIT_FAILED (waiting longer will not help) with the last `state` in details, NOT_FOUND when the
 * object is not there or goes while something else is expected of it
 */
export async function waitFor(context: WaitContext, target: ObjectTarget, goal: WaitGoal, options: WaitOptions): Promise<Waited> {
  return await waitUntil(context, target, { describe: describeGoal(goal), judge: (object) => judgeGoal(object, goal), ...goal }, options);
}

/** What {@link waitUntil} waits for. */
export interface Expectation {
  /** For messages: `ready`. */
  readonly describe: string;
  /** Only `deleted` is reached by the end of the object. */
  readonly kind?: WaitGoal['kind'] | undefined;
  readonly judge: (object: PlainObject) => Verdict;
}

/** {@link waitFor} with a judgement of the caller's own. */
export async function waitUntil(
  { cluster: session, signal, progress }: WaitContext,
  target: ObjectTarget,
  expected: Expectation,
  { timeoutMs, uid }: WaitOptions,
): Promise<Waited> {
  const limited = limitedSignal(signal, Math.ceil(timeoutMs));
  const what = `${describeTarget(target)} to be ${expected.describe}`;
  const cluster = session.cluster.name;
  let told = 0;
  let state = 'it was not seen';
  try {
    for await (const object of followObject(session, target, limited.signal)) {
      if (object === undefined || (uid !== undefined && textAt(object, 'metadata', 'uid') !== uid)) {
        if (expected.kind === 'deleted') return { state: 'it is gone' };
        throw new FleetError('NOT_FOUND', `There is no ${describeTarget(target)} on "${cluster}" (any more).`, { cluster });
      }
      const verdict = expected.judge(object);
      if (verdict.ready) return { object, state: verdict.state };
      if (verdict.failed === true) {
        throw new FleetError('WAIT_FAILED', `Waited for ${what}: ${verdict.state}.`, { cluster, details: { state: verdict.state } });
      }
      if (verdict.state !== state) progress({ done: (told += 1), message: `${describeTarget(target)}: ${verdict.state}` });
      ({ state } = verdict);
    }
  } catch (thrown) {
    if (!limited.timedOut) throw thrown;
  } finally {
    limited.release();
  }
  throw new FleetError('TIMEOUT', `Waited ${formatDuration(Math.ceil(timeoutMs))} for ${what}; last seen: ${state}.`, {
    cluster,
    hint: 'Look at the object and its events; call again with a longer timeout if it only needs more time.',
    details: { state },
  });
}
