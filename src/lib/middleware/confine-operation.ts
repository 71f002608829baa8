import type { Middleware } from '../call.js';
import { limitRefusal } from '../catalog.js';

/** Refuses operations outside the limits of the call before anything else looks at it. Its clusters are confined where they are resolved. */
export function confineOperation(toolsetOf: (operation: string) => string | undefined): Middleware {
  return async (call, next) => {
    const refusal = limitRefusal(call.limits, call.operation, toolsetOf(call.operation.name));
    if (refusal !== undefined) throw refusal;
    return next(call);
  };
}
