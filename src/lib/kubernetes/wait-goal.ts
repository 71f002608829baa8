/** What a wait is for. */
export type WaitGoal =
  | { readonly kind: 'ready' }
  | { readonly kind: 'deleted' }
  /** A condition of the status, compared without regard to case, as `kubectl wait` does. */
  | { readonly kind: 'condition'; readonly name: string; readonly value: string };

export const READY: WaitGoal = { kind: 'ready' };
export const DELETED: WaitGoal = { kind: 'deleted' };

const CONDITION = /^condition=([A-Za-z0-9][-A-Za-z0-9_./]{0,127})(?:=([-A-Za-z0-9_]{1,64}))?$/;

/** `ready`, `deleted`, `condition=NAME` (True) or `condition=NAME=VALUE`; undefined for anything else. */
export function parseWaitGoal(text: string): WaitGoal | undefined {
  if (text === 'ready') return READY;
  if (text === 'deleted') return DELETED;
  const [, name, value = 'True'] = CONDITION.exec(text) ?? [];
  return name === undefined ? undefined : { kind: 'condition', name, value };
}

/** The words of a goal: `ready`, `deleted`, `Available=True`. */
export function describeGoal(goal: WaitGoal): string {
  return goal.kind === 'condition' ? `${goal.name}=${goal.value}` : goal.kind;
}
