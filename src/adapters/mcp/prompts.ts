import type { GetPromptResult, ListPromptsResult } from '@modelcontextprotocol/server';
import { didYouMean, type CallLimits, type Fleet } from '../../index.js';
import { offers, requestErrorFrom } from './fleet-text.js';
import { DIAGNOSIS_PROMPTS } from './prompts/diagnosis-prompts.js';
import { FLEET_PROMPTS } from './prompts/fleet-prompts.js';
import type { PromptDefinition } from './prompts/prompt-definition.js';
import { INVALID_PARAMS, RequestError } from './request-error.js';
import type { Exchange } from './surface.js';

const PROMPTS: readonly PromptDefinition[] = [...FLEET_PROMPTS, ...DIAGNOSIS_PROMPTS];

/** The prompts that this fleet can fill for someone with these limits. */
export function listPrompts(fleet: Fleet, limits: CallLimits): ListPromptsResult {
  return { prompts: offeredPrompts(fleet, limits).map(({ prompt }) => prompt) };
}

/**
 * A prompt with its data already collected, through all checks and on behalf of the one who asks.
 * @throws RequestError for an unknown prompt, a missing or unknown argument, and whatever the operation behind it refuses.
 */
export async function getPrompt(
  fleet: Fleet,
  name: string,
  input: Readonly<Record<string, string>>,
  exchange: Exchange,
): Promise<GetPromptResult> {
  const offered = offeredPrompts(fleet, exchange.limits);
  const found = offered.find(({ prompt }) => prompt.name === name);
  if (found === undefined) throw unknownPrompt(name, offered);
  const checked = checkArguments(found, input);
  try {
    const text = await found.text(checked, { fleet, exchange });
    return { description: found.prompt.description ?? name, messages: [{ role: 'user', content: { type: 'text', text } }] };
  } catch (thrown) {
    throw requestErrorFrom(thrown);
  }
}

function offeredPrompts(fleet: Fleet, limits: CallLimits): PromptDefinition[] {
  return PROMPTS.filter(({ operation }) => offers(fleet, operation, limits));
}

/** The arguments that were given; hosts send those that were left empty as empty texts. */
function checkArguments({ prompt }: PromptDefinition, input: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const known = prompt.arguments ?? [];
  const given = Object.entries(input).filter(([, value]) => value !== '');
  const unknown = given.find(([key]) => !known.some(({ name }) => name === key))?.[0];
  if (unknown !== undefined) {
    const names = known.map(({ name }) => name);
    const shown = JSON.stringify(unknown.slice(0, 80));
    throw new RequestError(
      INVALID_PARAMS,
      `${prompt.name} has no argument ${shown}.${didYouMean(unknown, names)} Arguments: ${names.join(', ') || 'none'}.`,
    );
  }
  const missing = known.find(({ name, required }) => required === true && !given.some(([key]) => key === name));
  if (missing !== undefined) throw new RequestError(INVALID_PARAMS, `${prompt.name} needs the argument \`${missing.name}\`.`);
  return Object.fromEntries(given);
}

function unknownPrompt(name: string, offered: readonly PromptDefinition[]): RequestError {
  const names = offered.map(({ prompt }) => prompt.name);
  const elsewhere = PROMPTS.find(({ prompt }) => prompt.name === name);
  if (elsewhere !== undefined)
    return new RequestError(INVALID_PARAMS, `The prompt ${name} needs the operation ${elsewhere.operation}, which is not offered here.`);
  return new RequestError(
    INVALID_PARAMS,
    `There is no prompt ${JSON.stringify(name.slice(0, 80))}.${didYouMean(name, names)} Prompts: ${names.join(', ') || 'none'}.`,
  );
}
