import type { Operation } from '../operation.js';
import { isRecord, withoutKeys } from '../platform/plain-records.js';

/** The parameter of operations that a rule may ask about. */
export const CONFIRMATION_PARAMETER = 'confirmation';

/** A request with its confirmation apart from its input. */
export interface ConfirmedInput {
  readonly input: unknown;
  readonly confirmation: string | undefined;
}

/**
 * Takes `confirmation` out of the input of an operation that may be asked about; of another one it stays, an unknown parameter like any.
 * @param confirmation what the caller gave beside the input; then nothing is taken
 */
export function takeConfirmation(operation: Operation, input: unknown, confirmation: string | undefined, mayAsk: boolean): ConfirmedInput {
  const isGiven = isRecord(input) && Object.hasOwn(input, CONFIRMATION_PARAMETER);
  const isOwn = Object.hasOwn(operation.input.shape, CONFIRMATION_PARAMETER);
  if (confirmation !== undefined || !isGiven || isOwn || !mayAsk) return { input, confirmation };
  const given = input[CONFIRMATION_PARAMETER];
  // What is no text was never given to anyone.
  return { input: withoutKeys(input, [CONFIRMATION_PARAMETER]), confirmation: typeof given === 'string' ? given : '' };
}
