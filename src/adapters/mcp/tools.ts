import type { ListToolsResult, Tool, ToolAnnotations } from '@modelcontextprotocol/server';
import { operationSchemas, type Operation } from '../../index.js';
import { listedInput, listedOutput } from './wire-schema.js';

/** The answer to `tools/list`: one tool per operation, in the catalog's order, frozen because all connections share it. */
export function toolsOf(operations: readonly Operation[]): ListToolsResult {
  return deepFreeze({ tools: operations.map(toolOf) });
}

/** One operation as an MCP tool. */
export function toolOf(operation: Operation): Tool {
  const schemas = operationSchemas(operation);
  return {
    name: operation.name,
    title: operation.title,
    description: operation.description,
    inputSchema: listedInput(schemas.input),
    outputSchema: listedOutput(schemas.output),
    annotations: annotationsOf(operation),
  };
}

/** Hosts approve calls by these: they follow from the effect and are never written by hand. */
function annotationsOf({ effect, idempotent, scope }: Operation): ToolAnnotations {
  return {
    readOnlyHint: effect === 'read',
    destructiveHint: effect === 'destructive',
    idempotentHint: idempotent,
    openWorldHint: scope !== 'local',
  };
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
