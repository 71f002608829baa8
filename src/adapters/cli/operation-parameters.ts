import { operationSchemas, type Operation } from '../../index.js';

/** One parameter of an operation, as its JSON Schema describes it. */
export interface Parameter {
  readonly name: string;
  readonly required: boolean;
  readonly description: string;
  readonly schema: JsonSchema;
}

/** As much of a JSON Schema as the terminal needs. */
export interface JsonSchema {
  readonly type?: unknown;
  readonly description?: unknown;
  readonly enum?: unknown;
  readonly items?: unknown;
  readonly anyOf?: unknown;
}

/** The parameters of an operation in the order in which it declares them. */
export function parametersOf(operation: Operation): readonly Parameter[] {
  const { input } = operationSchemas(operation);
  const required = Array.isArray(input['required']) ? input['required'] : [];
  return Object.entries(isSchemaTable(input['properties']) ? input['properties'] : {}).map(([name, schema]) => ({
    name,
    required: required.includes(name),
    description: typeof schema.description === 'string' ? schema.description : '',
    schema,
  }));
}

/** The parameter that a flag means: `--label-selector` and `--labelSelector` are one. */
export function findParameter(written: string, parameters: readonly Parameter[]): Parameter | undefined {
  return parameters.find(({ name }) => name === written) ?? parameters.find(({ name }) => plain(name) === plain(written));
}

/** A parameter's name as a flag: `label-selector`. */
export function flagName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replaceAll('_', '-');
}

/** What values a parameter takes, in words. */
export function typeText(schema: JsonSchema): string {
  if (Array.isArray(schema.enum)) return schema.enum.map(String).join('|');
  if (schema.type === 'array') return `list of ${isSchema(schema.items) ? typeText(schema.items) : 'anything'}`;
  if (Array.isArray(schema.anyOf)) return schema.anyOf.map((one: unknown) => (isSchema(one) ? typeText(one) : 'anything')).join(' or ');
  return typeof schema.type === 'string' ? schema.type : 'anything';
}

export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSchemaTable(value: unknown): value is Record<string, JsonSchema> {
  return isSchema(value) && Object.values(value).every(isSchema);
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[-_]/g, '');
}
