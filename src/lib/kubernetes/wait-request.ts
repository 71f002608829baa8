import { FleetError } from '../errors.js';
import { parseWaitGoal, type WaitGoal } from './wait-goal.js';
import { waitTimeout } from './write-fields.js';

/** The wait that an input asks for. */
export interface WaitRequest {
  readonly goal: WaitGoal;
  readonly timeoutMs: number;
}

/**
 * Reads `wait_for`, `timeout` and `dry_run` together.
 * @throws FleetError INPUT_INVALID for what would be ignored: a timeout of no wait, a wait for what a dry run does not do
 */
export function waitRequest(input: {
  readonly wait_for?: string | undefined;
  readonly timeout?: string | undefined;
  readonly dry_run?: boolean | undefined;
}): WaitRequest | undefined {
  const { wait_for: text, timeout, dry_run: dryRun } = input;
  const goal = text === undefined ? undefined : parseWaitGoal(text);
  if (goal === undefined) {
    if (timeout !== undefined) throw useless('timeout', 'timeout is that of wait_for, which is not given');
    return undefined;
  }
  if (dryRun === true) throw useless('wait_for', 'a dry run does nothing that could be waited for; leave wait_for out');
  return { goal, timeoutMs: waitTimeout(timeout) };
}

function useless(parameter: string, why: string): FleetError {
  return new FleetError('INPUT_INVALID', `${why}. Nothing was done.`, { details: { parameter } });
}
