import { operationSchemas, type InputOptions, type JsonObjectSchema, type Operation } from '../../index.js';

/** For gateways of MCP only; some model APIs refuse keywords that they do not know. */
const GATEWAY_KEYWORD = 'x-mcp-header';

/** The input schema of an operation as a model API takes it: a copy of its own. */
export function modelSchema(operation: Operation, options?: InputOptions): JsonObjectSchema {
  const { properties, ...rest } = operationSchemas(operation, options).input;
  if (!isRecord(properties)) return structuredClone(rest);
  const members = Object.entries(properties).map(([name, schema]): [string, unknown] => [
    name,
    isRecord(schema) ? withoutGatewayKeyword(schema) : schema,
  ]);
  return structuredClone({ ...rest, properties: Object.fromEntries(members) });
}

function withoutGatewayKeyword({ [GATEWAY_KEYWORD]: _header, ...rest }: Record<string, unknown>): Record<string, unknown> {
  return rest;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
