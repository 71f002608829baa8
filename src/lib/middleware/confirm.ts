import type { Call, Middleware, Next } from '../call.js';
import { askPerson } from '../confirmation/ask-person.js';
import type { Confirmations } from '../confirmation/confirmations.js';
import { makePlan } from '../confirmation/make-plan.js';
import type { ConfirmationPlan } from '../confirmation/plan.js';
import { previewOf } from '../confirmation/preview.js';
import { inputToAgreeTo, questionOf, type Question, type QuestionSources } from '../confirmation/question.js';
import { confirmationInvalid, confirmationRequired, confirmationRequiredWithin } from '../confirmation/refusals.js';

/** What the step needs beside its call. */
export interface ConfirmDependencies extends QuestionSources {
  readonly confirmations: Confirmations;
  /** Runs a call that is about nothing but finding out: the steps below this one, without what is written down of a change. */
  readonly tryOut: Next;
}

/**
 * Lets calls that a rule asks about run only after a person agreed: asked now where the caller can ask, else by repeating the call with
 * the confirmation that it is given. Stands before the deadline, since people take their time.
 */
export function confirm({ confirmations, tryOut, ...sources }: ConfirmDependencies): Middleware {
  return async (call, next) => {
    const { operation, target, caller, confirmation, within } = call;
    const question = await questionOf(confirmations.rules, call, sources);
    if (question === undefined) {
      if (confirmation !== undefined) throw confirmationInvalid(operation.name, 'not-asked', target?.name);
      return next(call);
    }
    const agreed: Call = { ...call, confirmed: { operation: operation.name, bindings: question.bindings } };
    if (within !== undefined) {
      if (within.bindings.has(question.binding)) return next(agreed);
      throw confirmationRequiredWithin(operation.name, target?.name, within.operation);
    }
    if (confirmation !== undefined) {
      const redeemed = await confirmations.redeem(caller.id, question.binding, confirmation);
      if (redeemed !== 'accepted') throw confirmationInvalid(operation.name, redeemed, target?.name);
      call.notes.confirmation = 'repeated';
      return next(agreed);
    }
    const plan = await planOf(call, question, tryOut);
    if (call.confirm === undefined) {
      throw confirmationRequired(plan, await confirmations.give(caller.id, question.binding), confirmations.ttlMs);
    }
    // What was given for this call before does not outlive the answer.
    await confirmations.forget(caller.id, question.binding);
    await askPerson(call.confirm, plan, { signal: call.signal, ttlMs: confirmations.ttlMs });
    call.notes.confirmation = 'asked';
    return next(agreed);
  };
}

async function planOf(call: Call, { rule, runs, objects }: Question, tryOut: Next): Promise<ConfirmationPlan> {
  const { operation, target } = call;
  const preview = await previewOf(call, tryOut);
  return makePlan({
    operation: operation.name,
    title: operation.title,
    effect: operation.effect,
    ...(target === undefined ? {} : { cluster: target.name, environment: target.environment }),
    ...(runs.length === 0 ? {} : { calls: runs }),
    input: inputToAgreeTo(call),
    ...(objects.length === 0 ? {} : { objects }),
    ...(preview === undefined ? {} : { preview }),
    rule,
  });
}
