import type { Middleware } from '../call.js';
import { toFleetError, FleetError } from '../errors.js';
import { redact, redactText } from '../platform/redact.js';
import { redactWithPauses } from '../platform/redact-slices.js';

/** Masks secrets in every error and every answer, whatever the handler did; the answer of a call that may show them stays as it is. */
export const redactOutput: Middleware = async (call, next) => {
  try {
    const outcome = await next(call);
    return call.revealed === true ? outcome : { ...outcome, output: await redactWithPauses(outcome.output) };
  } catch (thrown) {
    const error = toFleetError(thrown, call.target?.name);
    throw new FleetError(error.code, redactText(error.message), {
      cluster: error.cluster,
      cause: withoutSecrets(error.cause),
      hint: error.hint,
      details: error.details === undefined ? undefined : redact(error.details),
    });
  }
};

/** The cause as it is, or, where its message holds a secret, a copy of its name and masked message. */
function withoutSecrets(cause: unknown): unknown {
  if (typeof cause === 'string') return redactText(cause);
  if (!(cause instanceof Error)) return cause;
  const message = redactText(cause.message);
  const inner = withoutSecrets(cause.cause);
  if (message === cause.message && inner === cause.cause) return cause;
  const copy = new Error(message, inner === undefined ? undefined : { cause: inner });
  copy.name = cause.name;
  return copy;
}
