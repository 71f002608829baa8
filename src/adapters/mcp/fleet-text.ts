import { toFleetError, type CallLimits, type Fleet } from '../../index.js';
import { INTERNAL_ERROR, INVALID_PARAMS, RequestError } from './request-error.js';
import type { Exchange } from './surface.js';

/** True when this fleet offers the operation to someone with these limits. */
export function offers(fleet: Fleet, operation: string, limits: CallLimits): boolean {
  return fleet.operations.list(limits).some(({ name }) => name === operation);
}

/**
 * The text of an operation's answer, through all checks.
 * @throws FleetError
 */
export async function textOf(
  fleet: Fleet,
  operation: string,
  input: Readonly<Record<string, unknown>>,
  exchange: Exchange,
): Promise<string> {
  const { caller, limits, signal } = exchange;
  const result = await fleet.call({ operation, input, caller, limits, signal });
  return result.text();
}

/** A failed operation where the protocol has no failed result, only an error: prompts, resources, completions. */
export function requestErrorFrom(thrown: unknown): RequestError {
  if (thrown instanceof RequestError) return thrown;
  const error = toFleetError(thrown);
  const refused = error.httpStatus >= 400 && error.httpStatus < 500;
  return new RequestError(
    refused ? INVALID_PARAMS : INTERNAL_ERROR,
    `${error.code}: ${error.message} ${error.hint}`,
    error.toJSON(),
    error,
  );
}
