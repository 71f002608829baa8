import type { ConfirmationAnswer, ConfirmationPlan } from '../../../index.js';

/** The one question of the form. */
const CONFIRM = 'confirm';

/** The parameters of an `elicitation/create` that asks for a yes or no, of every revision that has it. */
export function confirmationForm({ text }: Pick<ConfirmationPlan, 'text'>) {
  return {
    message: `Run this?\n\n${text}`,
    requestedSchema: {
      type: 'object' as const,
      properties: { [CONFIRM]: { type: 'boolean' as const, title: 'Run it', description: 'Yes: it is done once, as shown above' } },
      required: [CONFIRM],
    },
  };
}

/** What the person said: yes is an accepted form with the box ticked, nothing else. */
export function answerIn(result: { readonly action: string; readonly content?: unknown }): ConfirmationAnswer {
  const { action, content } = result;
  if (action === 'cancel') return 'cancelled';
  const ticked: unknown = typeof content === 'object' && content !== null && CONFIRM in content ? content[CONFIRM] : undefined;
  return action === 'accept' && ticked === true ? 'accepted' : 'declined';
}

/** True for capabilities of a client that can show forms; one that names no mode shows forms. */
export function showsForms(capabilities: unknown): boolean {
  if (typeof capabilities !== 'object' || capabilities === null || !('elicitation' in capabilities)) return false;
  const { elicitation } = capabilities;
  if (typeof elicitation !== 'object' || elicitation === null) return false;
  return 'form' in elicitation || Object.keys(elicitation).length === 0;
}

/** People take their time: the fleet ends the question, not the SDK (milliseconds). */
export const UNHURRIED_MS = 24 * 3_600_000;
