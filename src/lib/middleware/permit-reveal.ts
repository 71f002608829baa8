import type { Call, Middleware } from '../call.js';
import { FleetError } from '../errors.js';
import { revealField } from '../operation.js';
import { isRecord } from '../platform/plain-records.js';
import { revealedBy, type RevealRule } from '../policy/reveal-rules.js';

/** Lets a call that asks for it show secrets, where a rule of the configuration permits it; refuses it elsewhere. */
export function permitReveal(rules: readonly RevealRule[]): Middleware {
  return async (call, next) => {
    if (!asksForIt(call)) return next(call);
    const { operation, input, target, caller, notes } = call;
    const rule = await revealedBy(rules, { operation: operation.name, input, cluster: target, caller });
    if (rule === undefined) throw notPermitted(call);
    notes.decidedBy = rule;
    notes.revealed = true;
    return next({ ...call, revealed: true });
  };
}

/** A parameter of that name means this only where the operation declares it so. */
function asksForIt({ operation, input }: Call): boolean {
  return operation.input.shape['reveal'] === revealField() && isRecord(input) && input['reveal'] === true;
}

function notPermitted({ operation, target, caller }: Call): FleetError {
  const who = caller.user === undefined ? 'a caller without an authenticated user' : `user ${caller.user}`;
  return new FleetError('OPERATION_NOT_ALLOWED', `${operation.name}: no rule lets ${who} see these secrets unmasked. Nothing was done.`, {
    cluster: target?.name,
    hint: 'Leave reveal out; secrets are then masked. The person who runs fleetwright can permit it with [[reveal]].',
    details: { rule: 'reveal' },
  });
}
