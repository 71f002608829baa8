import {
  operationSchemas,
  type Caller,
  type Fleet,
  type JsonObjectSchema,
  type OperationEffect,
  type OperationScope,
} from '../../index.js';
import { FleetTools, type ToolCallOptions } from './fleet-tools.js';
import { modelSchema } from './model-schema.js';
import type { ToolAnswer } from './tool-answer.js';
import type { FleetToolOptions } from './tool-options.js';

/** One tool as plain data, for any API that takes a name, a description and a JSON Schema. */
export interface JsonTool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** JSON Schema 2020-12. */
  readonly inputSchema: JsonObjectSchema;
  /** JSON Schema 2020-12 of the artifact's `output`. */
  readonly outputSchema: JsonObjectSchema;
  readonly toolset: string;
  readonly effect: OperationEffect;
  readonly scope: OperationScope;
}

/** Tools as data, and the one function that runs them. */
export interface JsonTools {
  /** What is offered now: dynamic operations come and go. */
  readonly tools: readonly JsonTool[];
  readonly caller: Caller;
  /**
   * Runs a tool by name. Never throws: look at `artifact.ok`.
   * @param args the arguments as an object, or as the JSON text that some model APIs give
   */
  readonly callTool: (name: string, args: unknown, options?: ToolCallOptions) => Promise<ToolAnswer>;
}

/**
 * The operations of a fleet as tools for a model API that you call yourself.
 * @throws FleetError INPUT_INVALID for options that cannot be used
 * @example
 * const { tools, callTool } = toJsonTools(fleet, { access: 'read-only' });
 * const { text, artifact } = await callTool('pods_list', { cluster: 'prod-1' });
 */
export function toJsonTools(fleet: Fleet, options: FleetToolOptions = {}): JsonTools {
  const tools = new FleetTools(fleet, options);
  return {
    get tools() {
      return tools.operations().map((operation) => {
        const { name, title, description, effect, scope } = operation;
        const { output } = operationSchemas(operation);
        return {
          name,
          title,
          description,
          inputSchema: modelSchema(operation, { confirmation: tools.takesConfirmation(operation) }),
          outputSchema: structuredClone(output),
          toolset: tools.toolsetOf(operation),
          effect,
          scope,
        };
      });
    },
    caller: tools.caller,
    callTool: (name, args, callOptions) => tools.call(name, args, callOptions),
  };
}
