import { accessOn, checkOperation, type AccessRules } from '../access-policy.js';
import { narrowest } from '../access-level.js';
import type { Middleware } from '../call.js';

/**
 * Checks the access level of the resolved cluster, and the namespace and kind that the input names. The catalog has already hidden
 * what the fleet as a whole refuses.
 */
export function authorise(rules: AccessRules): Middleware {
  return async (call, next) => {
    const { operation, input, target, targetAccess, limits, notes } = call;
    if (target === undefined) {
      notes.access = narrowest([rules.fleet, limits.access]);
      notes.decidedBy = notes.access === rules.fleet ? 'fleet' : 'caller';
      return next(call);
    }
    const decision = accessOn(rules, target, targetAccess);
    notes.access = decision.level;
    notes.decidedBy = decision.by;
    await checkOperation(rules, { operation, input, cluster: target, decision });
    return next(call);
  };
}
