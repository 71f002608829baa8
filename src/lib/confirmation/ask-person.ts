import { untilAborted } from '../platform/abort.js';
import { formatDuration } from '../platform/duration.js';
import { limitedSignal } from '../platform/limited-signal.js';
import { FleetError } from '../errors.js';
import type { ConfirmationAnswer, ConfirmationPlan, Confirmer } from './plan.js';
import { declined } from './refusals.js';

/**
 * Resolves when the person agreed; anything else is a no.
 * @throws FleetError OPERATION_DECLINED; CANCELLED when the call was cancelled meanwhile
 */
export async function askPerson(
  confirm: Confirmer,
  plan: ConfirmationPlan,
  { signal, ttlMs }: { readonly signal: AbortSignal; readonly ttlMs: number },
): Promise<void> {
  const limited = limitedSignal(signal, ttlMs);
  const { operation, cluster } = plan;
  let answer: ConfirmationAnswer;
  try {
    answer = await untilAborted(asked(confirm, plan, limited.signal), limited.signal);
  } catch (cause) {
    if (limited.timedOut) throw declined(operation, `nobody answered within ${formatDuration(ttlMs)}`, cluster);
    if (!signal.aborted) throw declined(operation, 'the question could not be asked', cluster, cause);
    const reason: unknown = signal.reason;
    if (FleetError.isInstance(reason)) throw reason;
    throw new FleetError('CANCELLED', `${operation} was cancelled before it was confirmed. Nothing was done.`, { cluster, cause: reason });
  } finally {
    limited.release();
  }
  // Programs without types may answer anything.
  if (answer === 'accepted') return;
  throw declined(operation, answer === 'cancelled' ? 'the question was put away without an answer' : 'the user declined', cluster);
}

/** A confirmer that throws at once rejects like any other. */
async function asked(confirm: Confirmer, plan: ConfirmationPlan, signal: AbortSignal): Promise<ConfirmationAnswer> {
  return confirm(plan, signal);
}
