import type { ListToolsResult, Tool, ToolAnnotations } from '@modelcontextprotocol/server';
import { operationSchemas, type CallLimits, type Fleet, type InputOptions, type Operation } from '../../index.js';
import { listedInput, listedOutput } from './wire-schema.js';

/** Answers to `tools/list`: one tool per operation, in the catalog's order, frozen because connections share them. */
export class ToolLists {
  readonly #fleet: Fleet;
  /** An operation is described once, whoever lists it. */
  readonly #tools = new WeakMap<Operation, Tool>();
  /** Callers of the same roles bring the same limits; what nobody brings any more is not kept. */
  #lists = new WeakMap<CallLimits, ListToolsResult>();

  constructor(fleet: Fleet) {
    this.#fleet = fleet;
  }

  /** What calls within the limits may use. */
  get(limits: CallLimits): ListToolsResult {
    const known = this.#lists.get(limits);
    if (known !== undefined) return known;
    const list = Object.freeze({ tools: this.#fleet.operations.list(limits).map((operation) => this.#toolOf(operation)) });
    Object.freeze(list.tools);
    this.#lists.set(limits, list);
    return list;
  }

  /** The operations have changed. */
  forget(): void {
    this.#lists = new WeakMap();
  }

  #toolOf(operation: Operation): Tool {
    const tool = this.#tools.get(operation) ?? deepFreeze(toolOf(operation, { confirmation: this.#fleet.mayAsk(operation) }));
    this.#tools.set(operation, tool);
    return tool;
  }
}

/** One operation as an MCP tool. */
export function toolOf(operation: Operation, options?: InputOptions): Tool {
  const schemas = operationSchemas(operation, options);
  return {
    name: operation.name,
    title: operation.title,
    description: operation.description,
    inputSchema: listedInput(schemas.input),
    outputSchema: listedOutput(schemas.output),
    annotations: annotationsOf(operation),
  };
}

/** Hosts approve calls by these: they follow from the effect and are never written by hand. What is the default of MCP is left out. */
function annotationsOf({ effect, idempotent, scope }: Operation): ToolAnnotations {
  return {
    readOnlyHint: effect === 'read',
    destructiveHint: effect === 'destructive',
    // Of reads it says nothing.
    ...(idempotent && effect !== 'read' ? { idempotentHint: true } : {}),
    ...(scope === 'local' ? { openWorldHint: false } : {}),
  };
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
