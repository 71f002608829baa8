import { FleetError, operationSchemas, type JsonObjectSchema, type Operation } from '../../index.js';

/**
 * The input that a query string spells: each value in the type its parameter has in the operation's JSON Schema, lists by
 * repetition, objects as JSON. What does not fit is passed on as it is, for the schema to refuse with the right words.
 * @throws FleetError INPUT_INVALID for a value that must be JSON and is not
 */
export function queryInput(operation: Operation, query: URLSearchParams): Record<string, unknown> {
  const { properties } = operationSchemas(operation).input;
  const entries = [...new Set(query.keys())].map((name) => [name, coerce(name, query.getAll(name), propertyOf(properties, name))] as const);
  return Object.fromEntries(entries);
}

type Schema = Readonly<Record<string, unknown>>;

function coerce(name: string, values: readonly string[], schema: Schema): unknown {
  const items = schema['items'];
  if (hasType(schema, 'array')) return values.map((value) => coerceOne(name, value, isSchema(items) ? items : {}));
  const [only = ''] = values;
  return values.length === 1 ? coerceOne(name, only, schema) : values;
}

function coerceOne(name: string, text: string, schema: Schema): unknown {
  if ((hasType(schema, 'integer') || hasType(schema, 'number')) && /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text)) return Number(text);
  if (hasType(schema, 'boolean') && (text === 'true' || text === 'false')) return text === 'true';
  if (hasType(schema, 'object') || hasType(schema, 'array')) return parseJson(name, text);
  return text;
}

function parseJson(name: string, text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch (cause) {
    throw new FleetError('INPUT_INVALID', `${name}: the value in the query is not JSON. Nothing was done.`, { cause });
  }
}

function hasType(schema: Schema, type: string): boolean {
  const own = schema['type'];
  if (own === type || (Array.isArray(own) && own.includes(type))) return true;
  return [schema['anyOf'], schema['oneOf']].some(
    (choices) => Array.isArray(choices) && choices.some((choice) => isSchema(choice) && hasType(choice, type)),
  );
}

function propertyOf(properties: JsonObjectSchema[string], name: string): Schema {
  const found = isSchema(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined;
  return isSchema(found) ? found : {};
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
