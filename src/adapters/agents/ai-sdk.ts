import type { Fleet, JsonObjectSchema, Operation } from '../../index.js';
import { FleetTools } from './fleet-tools.js';
import { modelSchema } from './model-schema.js';
import type { ToolAnswer } from './tool-answer.js';
import type { FleetToolOptions } from './tool-options.js';

/** A Standard Schema with its JSON Schema: describes the arguments and lets all through, since each call is checked by the fleet. */
export interface DescribedArguments {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: 'fleetwright';
    readonly validate: (value: unknown) => { readonly value: unknown };
    readonly jsonSchema: {
      readonly input: () => Record<string, unknown>;
      readonly output: () => Record<string, unknown>;
    };
  };
}

/** One tool in the shape of the AI SDK (`ai`, from version 6). */
export interface AiSdkTool {
  readonly title: string;
  readonly description: string;
  readonly inputSchema: DescribedArguments;
  readonly execute: (input: unknown, options?: { readonly abortSignal?: AbortSignal | undefined }) => Promise<ToolAnswer>;
  /** What the model reads: the text, marked as an error where it is one. */
  readonly toModelOutput: (result: { readonly output: ToolAnswer }) => { type: 'text' | 'error-text'; value: string };
}

/**
 * The operations of a fleet as tools for `generateText` and `streamText`: those of this moment; call it again after
 * `operations-changed`. Tool results hold the artifact besides the text; a failed one has `artifact.ok` false.
 * @throws FleetError INPUT_INVALID for options that cannot be used
 * @example
 * const { text } = await generateText({ model, prompt, tools: toAiSdkTools(fleet, { access: 'read-only' }) });
 */
export function toAiSdkTools(fleet: Fleet, options: FleetToolOptions = {}): Record<string, AiSdkTool> {
  const tools = new FleetTools(fleet, options);
  return Object.fromEntries(tools.operations().map((operation) => [operation.name, aiSdkTool(tools, operation)]));
}

function aiSdkTool(tools: FleetTools, operation: Operation): AiSdkTool {
  return {
    title: operation.title,
    description: operation.description,
    inputSchema: describedArguments(modelSchema(operation, { confirmation: tools.takesConfirmation(operation) })),
    execute: (input, options) => tools.call(operation.name, input, { signal: options?.abortSignal }),
    toModelOutput: ({ output: { text, artifact } }) => ({ type: artifact.ok ? 'text' : 'error-text', value: text }),
  };
}

function describedArguments(schema: JsonObjectSchema): DescribedArguments {
  const copy = (): Record<string, unknown> => structuredClone({ ...schema });
  return {
    '~standard': { version: 1, vendor: 'fleetwright', validate: (value) => ({ value }), jsonSchema: { input: copy, output: copy } },
  };
}
