import type { Call, Middleware } from '../call.js';
import type { FleetError } from '../errors.js';

/** Refuses operations outside the limits of the call before anything else looks at it. Its clusters are confined where they are resolved. */
export function confineOperation(refusalOf: (call: Call) => FleetError | undefined): Middleware {
  return async (call, next) => {
    const refusal = refusalOf(call);
    if (refusal !== undefined) {
      call.notes.decidedBy = 'caller';
      throw refusal;
    }
    return next(call);
  };
}
