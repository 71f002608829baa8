import {
  CLIENT_CAPABILITIES_META_KEY,
  inputRequired,
  inputResponse,
  type CallToolResult,
  type InputRequiredResult,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { ERROR_META_KEY } from '../error-meta-key.js';
import type { Exchange } from '../surface.js';
import { answerIn, confirmationForm, showsForms } from './elicitation.js';
import { recordOf } from '../record-of.js';

const QUESTION = 'confirmation';

/** How a call is confirmed: with what was given for it, or by someone who is asked. */
export type ConfirmedBy = Pick<Exchange, 'confirm' | 'confirmation'>;

/** True for a request of the 2026-07-28 revision, whose clients are asked between two requests; others are asked while one is open. */
export function asksInRounds({ mcpReq }: ServerContext): boolean {
  return capabilitiesOf(mcpReq) !== undefined;
}

/**
 * Answers a call that must be confirmed with the question, and the request that brings the answer with the result. The state that
 * goes round is the one-time confirmation that the fleet gave for exactly this call: it confirms no other.
 */
export async function callInRounds(
  { mcpReq }: ServerContext,
  run: (confirmedBy: ConfirmedBy) => Promise<CallToolResult>,
): Promise<CallToolResult | InputRequiredResult> {
  if (!showsForms(capabilitiesOf(mcpReq))) return run({});
  const state: unknown = mcpReq.requestState();
  const response = inputResponse(mcpReq.inputResponses, QUESTION);
  if (typeof state === 'string' && response.kind === 'elicit') {
    const answer = answerIn(response);
    return run(answer === 'accepted' ? { confirmation: state } : { confirm: async () => answer });
  }
  const result = await run({});
  const asked = questionIn(result);
  if (asked === undefined) return result;
  return inputRequired({ inputRequests: { [QUESTION]: inputRequired.elicit(confirmationForm(asked)) }, requestState: asked.confirmation });
}

/** What the client of a request can do, as the request itself says. */
function capabilitiesOf({ envelope }: ServerContext['mcpReq']): unknown {
  return recordOf(envelope)[CLIENT_CAPABILITIES_META_KEY];
}

interface Asked {
  readonly text: string;
  readonly confirmation: string;
}

/** The question in a failed result: the error of the fleet stands there as data. */
function questionIn({ _meta: meta }: CallToolResult): Asked | undefined {
  const error = recordOf(meta?.[ERROR_META_KEY]);
  const { plan, confirmation } = recordOf(error['details']);
  const { text } = recordOf(plan);
  if (error['code'] !== 'CONFIRMATION_REQUIRED' || typeof text !== 'string' || typeof confirmation !== 'string') return undefined;
  return { text, confirmation };
}
