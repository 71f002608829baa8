import {
  CLIENT_CAPABILITIES_META_KEY,
  createRequestStateCodec,
  inputRequired,
  inputResponse,
  MissingRequiredClientCapabilityError,
  type InputRequests,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { RequestError } from '../../src/adapters/mcp/request-error.js';
import { fixture, text, type FixtureTool } from './fixture.js';

const codec = createRequestStateCodec<{ step: number }>({ key: 'conformance-suite-only-key-32-bytes!', ttlSeconds: 60 });

const QUESTIONS = {
  elicitation: question('What is your name?', 'name', 'string'),
  sampling: inputRequired.createMessage({
    messages: [{ role: 'user', content: { type: 'text', text: 'What is the capital of France?' } }],
    maxTokens: 100,
  }),
  roots: inputRequired.listRoots(),
};

/** Tools of the 2026-07-28 revision that answer with questions first. */
export const INPUT_REQUIRED_TOOLS: readonly FixtureTool[] = [
  asking('test_input_required_result_elicitation', { user_name: QUESTIONS.elicitation }),
  asking('test_input_required_result_sampling', { capital_question: QUESTIONS.sampling }),
  asking('test_input_required_result_list_roots', { client_roots: QUESTIONS.roots }),
  asking('test_streaming_elicitation', { user_name: QUESTIONS.elicitation }),
  stateful('test_input_required_result_request_state', [{ confirm: question('Please confirm', 'ok', 'boolean') }]),
  stateful('test_input_required_result_tampered_state', [{ confirm: question('Please confirm', 'ok', 'boolean') }]),
  stateful('test_input_required_result_multiple_inputs', [
    { user_name: QUESTIONS.elicitation, greeting: QUESTIONS.sampling, client_roots: QUESTIONS.roots },
  ]),
  stateful('test_input_required_result_multi_round', [
    { step1: question('Step 1: What is your name?', 'name', 'string') },
    { step2: question('Step 2: What is your favorite color?', 'color', 'string') },
  ]),
  fixture('test_input_required_result_capabilities', async (_input, context) => {
    const capabilities = capabilitiesOf(context);
    const inputRequests: InputRequests = {
      ...('elicitation' in capabilities ? { name: QUESTIONS.elicitation } : {}),
      ...('sampling' in capabilities ? { capital: QUESTIONS.sampling } : {}),
      ...('roots' in capabilities ? { roots: QUESTIONS.roots } : {}),
    };
    return Object.keys(inputRequests).length === 0 ? text('Nothing can be asked.') : inputRequired({ inputRequests });
  }),
  fixture('test_missing_capability', async (_input, context) => {
    if (!('sampling' in capabilitiesOf(context)))
      throw new MissingRequiredClientCapabilityError({ requiredCapabilities: { sampling: {} } });
    return text('The capability is there.');
  }),
];

/** True when every question has an answer of its kind. */
export function allAnswered(inputRequests: InputRequests, { mcpReq }: ServerContext): boolean {
  return Object.keys(inputRequests).every((key) => {
    const answer = inputResponse(mcpReq.inputResponses, key);
    return answer.kind !== 'missing' && (answer.kind !== 'elicit' || answer.content !== undefined);
  });
}

/** A question for one value. */
export function question(message: string, name: string, type: 'string' | 'boolean'): ReturnType<typeof inputRequired.elicit> {
  const property = type === 'string' ? ({ type: 'string' } as const) : ({ type: 'boolean' } as const);
  return inputRequired.elicit({ message, requestedSchema: { type: 'object', properties: { [name]: property }, required: [name] } });
}

function asking(name: string, inputRequests: InputRequests): FixtureTool {
  return fixture(name, async (_input, context) =>
    allAnswered(inputRequests, context) ? text('Thank you.') : inputRequired({ inputRequests }),
  );
}

/** Asks round after round; the round is in a sealed state that the client hands back. */
function stateful(name: string, rounds: readonly InputRequests[]): FixtureTool {
  return fixture(name, async (_input, context) => {
    const step = await stepOf(context);
    const asked = step === 0 ? undefined : rounds[step - 1];
    const next = asked === undefined || allAnswered(asked, context) ? step : step - 1;
    const inputRequests = rounds[next];
    if (inputRequests === undefined) return text('All rounds done: state-ok');
    return inputRequired({ inputRequests, requestState: await codec.mint({ step: next + 1 }, context) });
  });
}

async function stepOf(context: ServerContext): Promise<number> {
  const state = context.mcpReq.requestState<string>();
  if (state === undefined) return 0;
  try {
    return (await codec.verify(state, context)).step;
  } catch (error) {
    throw new RequestError(-32602, 'Invalid or expired requestState', undefined, error);
  }
}

function capabilitiesOf({ mcpReq }: ServerContext): object {
  const declared: unknown = Object.entries(mcpReq.envelope ?? {}).find(([key]) => key === CLIENT_CAPABILITIES_META_KEY)?.[1];
  return typeof declared === 'object' && declared !== null ? declared : {};
}
