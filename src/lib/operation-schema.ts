import { z } from 'zod';
import type { Operation } from './operation.js';
import { once } from './platform/deferred.js';

/** The parameter every operation on one cluster takes. */
const clusterParameter = once(() => z.string().min(1).describe('Default: the active one').meta({ 'x-mcp-header': 'Cluster' }).optional());

/** The parameter of operations that a rule may ask about: a call that was refused for want of it is repeated with it. */
const confirmationParameter = once(() => z.string().describe('Of CONFIRMATION_REQUIRED, once the user agreed').optional());

/** How an input is described. */
export interface InputOptions {
  /** With the parameter `confirmation`: for operations that `fleet.mayAsk` tells, where callers cannot be asked. */
  readonly confirmation?: boolean | undefined;
}

const inputs = new WeakMap<Operation, z.ZodObject>();
const jsonSchemas = new WeakMap<Operation, OperationSchemas>();

/** The closed input of an operation with the common parameters of its scope. Made once per operation. */
export function operationInput(operation: Operation, { confirmation = false }: InputOptions = {}): z.ZodObject {
  if (confirmation) return operationInput(operation).extend({ confirmation: confirmationParameter() });
  const known = inputs.get(operation);
  if (known !== undefined) return known;
  const shape = operation.scope === 'cluster' ? { ...operation.input.shape, cluster: clusterParameter() } : operation.input.shape;
  const input = z.strictObject(shape);
  inputs.set(operation, input);
  return input;
}

const outputs = new WeakMap<Operation, z.ZodObject>();

/** The closed output of an operation; answers of one cluster name it first. Made once per operation. */
export function operationOutput(operation: Operation): z.ZodObject {
  const known = outputs.get(operation);
  if (known !== undefined) return known;
  const shape = operation.scope === 'cluster' ? { cluster: z.string(), ...operation.output.shape } : operation.output.shape;
  const output = z.strictObject(shape);
  outputs.set(operation, output);
  return output;
}

/** A JSON Schema (2020-12) of type object. */
export interface JsonObjectSchema {
  readonly type: 'object';
  readonly [keyword: string]: unknown;
}

/** Input and output of an operation as JSON Schema 2020-12: what MCP tools, OpenAPI and model APIs get. */
export interface OperationSchemas {
  readonly input: JsonObjectSchema;
  readonly output: JsonObjectSchema;
}

/** The JSON Schemas of an operation's input and output, made once. */
export function operationSchemas(operation: Operation, { confirmation = false }: InputOptions = {}): OperationSchemas {
  if (confirmation) return { ...operationSchemas(operation), input: toJsonSchema(operationInput(operation, { confirmation }), 'input') };
  const known = jsonSchemas.get(operation);
  if (known !== undefined) return known;
  const schemas = { input: toJsonSchema(operationInput(operation), 'input'), output: toJsonSchema(operationOutput(operation), 'output') };
  jsonSchemas.set(operation, schemas);
  return schemas;
}

function toJsonSchema(schema: z.ZodObject, io: 'input' | 'output'): JsonObjectSchema {
  const converted = z.toJSONSchema(schema, {
    io,
    override: ({ jsonSchema }) => {
      // zod writes the bounds of safe integers; they say nothing to a reader and cost bytes in every listing.
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
  // The clone drops zod's hidden `~standard` member, which some agent frameworks refuse.
  const { $schema: _dialect, ...plain } = JSON.parse(JSON.stringify(converted)) as Record<string, unknown>;
  return { type: 'object', ...plain };
}
