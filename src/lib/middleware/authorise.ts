import { checkOperation, type AccessRules } from '../access-policy.js';
import type { Middleware } from '../call.js';

/** Checks the access level of the resolved cluster. The catalog has already hidden what the fleet as a whole refuses. */
export function authorise(rules: AccessRules): Middleware {
  return async (call, next) => {
    if (call.target !== undefined) checkOperation(rules, call.operation, call.target, call.targetAccess);
    return next(call);
  };
}
