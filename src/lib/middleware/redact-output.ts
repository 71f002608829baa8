import type { Middleware } from '../call.js';
import { toFleetError, FleetError } from '../errors.js';
import { redact, redactText } from '../platform/redact.js';

/** Masks secrets in every answer and in every error, whatever the handler did. */
export const redactOutput: Middleware = async (call, next) => {
  try {
    const outcome = await next(call);
    return { ...outcome, output: redact(outcome.output) };
  } catch (thrown) {
    const error = toFleetError(thrown, call.target?.name);
    throw new FleetError(error.code, redactText(error.message), {
      cluster: error.cluster,
      cause: error.cause,
      hint: error.hint,
      details: error.details === undefined ? undefined : redact(error.details),
    });
  }
};
