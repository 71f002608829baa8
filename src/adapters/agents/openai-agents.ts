import type { Fleet, JsonObjectSchema } from '../../index.js';
import { FleetTools } from './fleet-tools.js';
import { isRecord, modelSchema } from './model-schema.js';
import type { FleetToolOptions } from './tool-options.js';

/** What the `tool` function of `@openai/agents` is given. */
export interface OpenAIAgentsToolDefinition {
  name: string;
  description: string;
  parameters: {
    type: 'object';
    properties: Record<string, Record<string, unknown>>;
    required: string[];
    /** As that package wants it where `strict` is false. Unknown arguments are refused by the fleet. */
    additionalProperties: true;
  };
  strict: false;
  execute: (input: unknown, context?: unknown, details?: { readonly signal?: AbortSignal | undefined }) => Promise<string>;
}

/**
 * The operations of a fleet as tools for the OpenAI Agents SDK: those of this moment; call it again after `operations-changed`.
 * The model reads text; that of a failure begins with `Error` and the code.
 * @param toolFunction `tool` of `@openai/agents`
 * @throws FleetError INPUT_INVALID for options that cannot be used
 * @example
 * const agent = new Agent({ name: 'operator', tools: toOpenAIAgentsTools(fleet, tool, { access: 'read-only' }) });
 */
export function toOpenAIAgentsTools<Tool>(
  fleet: Fleet,
  toolFunction: (definition: OpenAIAgentsToolDefinition) => Tool,
  options: FleetToolOptions = {},
): Tool[] {
  const tools = new FleetTools(fleet, options);
  return tools.operations().map((operation) =>
    toolFunction({
      name: operation.name,
      description: operation.description,
      parameters: parametersOf(modelSchema(operation, { confirmation: tools.takesConfirmation(operation) })),
      strict: false,
      execute: async (input, _context, details) => (await tools.call(operation.name, input, { signal: details?.signal })).text,
    }),
  );
}

function parametersOf({ properties, required }: JsonObjectSchema): OpenAIAgentsToolDefinition['parameters'] {
  const members = Object.entries(isRecord(properties) ? properties : {});
  return {
    type: 'object',
    properties: Object.fromEntries(members.map(([name, schema]) => [name, isRecord(schema) ? schema : {}])),
    required: Array.isArray(required) ? required.filter((name) => typeof name === 'string') : [],
    additionalProperties: true,
  };
}
