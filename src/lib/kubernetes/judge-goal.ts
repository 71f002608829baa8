import { describeCondition, findCondition, isStale } from './conditions.js';
import { listAt, textAt, valueAt, type PlainObject } from './object-values.js';
import { readinessOf } from './readiness.js';
import type { Verdict } from './verdict.js';
import type { WaitGoal } from './wait-goal.js';

/** Whether the last seen state of an object is what a wait is for. `ready` means that the goal is reached. */
export function judgeGoal(object: PlainObject, goal: WaitGoal): Verdict {
  if (goal.kind === 'ready') return readinessOf(object);
  if (goal.kind === 'deleted') return { ready: false, state: deletionState(object) };
  const condition = findCondition(object, goal.name);
  if (condition === undefined) return { ready: false, state: `it reports no condition ${goal.name} yet` };
  const stale = condition.observedGeneration === undefined ? isStale(object) : isStale(object, condition.observedGeneration);
  if (stale) return { ready: false, state: `${describeCondition(condition)}, but of an older generation` };
  return { ready: condition.status.toLowerCase() === goal.value.toLowerCase(), state: describeCondition(condition) };
}

function deletionState(object: PlainObject): string {
  if (valueAt(object, 'metadata', 'deletionTimestamp') === undefined) return 'it is there and not being deleted';
  const finalizers = finalizersOf(object);
  return finalizers.length === 0 ? 'it is being deleted' : `it is being deleted; finalizers left: ${finalizers.join(', ')}`;
}

/** What must still be done before the object goes: those of its metadata, and of the spec of namespaces. */
export function finalizersOf(object: PlainObject): string[] {
  const ofSpec = textAt(object, 'kind') === 'Namespace' ? listAt(object, 'spec', 'finalizers') : [];
  return [...listAt(object, 'metadata', 'finalizers'), ...ofSpec].filter((one) => typeof one === 'string');
}
