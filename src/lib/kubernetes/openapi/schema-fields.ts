import { isRecord } from '../../platform/plain-records.js';
import { textsAt } from '../object-values.js';
import type { Schemas } from './schema-document.js';

/** A schema with its references followed, as far as people care. */
export interface FieldSchema {
  /** `string`, `integer`, `[]Container`, `map[string]string`, `PodSpec`, `Object`… */
  readonly type: string;
  readonly description: string;
  readonly enum: readonly string[];
  readonly default: string | undefined;
  readonly required: readonly string[];
  /** Fields by name; of a list or a map, those of what it holds. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Follows references and wrappers (`allOf` of one, list items, map values). */
export function readSchema(schemas: Schemas, value: unknown): FieldSchema {
  const own = isRecord(value) ? value : {};
  const { name, schema } = follow(schemas, own);
  const items = isRecord(schema['items']) ? readSchema(schemas, schema['items']) : undefined;
  const values = isRecord(schema['additionalProperties']) ? readSchema(schemas, schema['additionalProperties']) : undefined;
  const inner = items ?? values;
  const description = [own, schema].map(({ description: text }) => text).find((text) => typeof text === 'string' && text !== '');
  return {
    type: typeName(schema, name, items, values),
    description: typeof description === 'string' ? description : (inner?.description ?? ''),
    enum: Array.isArray(schema['enum']) ? schema['enum'].map(String) : [],
    default: defaultOf(own),
    required: inner?.required ?? textsAt(schema, 'required'),
    properties: inner?.properties ?? (isRecord(schema['properties']) ? schema['properties'] : {}),
  };
}

function follow(
  schemas: Schemas,
  own: Readonly<Record<string, unknown>>,
): { name: string | undefined; schema: Readonly<Record<string, unknown>> } {
  const all: unknown = Array.isArray(own['allOf']) ? own['allOf'][0] : undefined;
  const reference = isRecord(all) ? all['$ref'] : own['$ref'];
  if (typeof reference !== 'string') return { name: undefined, schema: own };
  const name = reference.slice(reference.lastIndexOf('/') + 1);
  const schema = schemas[name];
  return { name: name.slice(name.lastIndexOf('.') + 1), schema: isRecord(schema) ? schema : {} };
}

function typeName(
  schema: Readonly<Record<string, unknown>>,
  name: string | undefined,
  items: FieldSchema | undefined,
  values: FieldSchema | undefined,
): string {
  if (schema['x-kubernetes-int-or-string'] === true || schema['format'] === 'int-or-string') return 'integer or string';
  if (items !== undefined) return `[]${items.type}`;
  if (values !== undefined) return `map[string]${values.type}`;
  // What looks like an object but is written as a text (Time, Quantity) is better called by its name.
  if (name !== undefined) return name;
  return typeof schema['type'] === 'string' && schema['type'] !== 'object' ? schema['type'] : 'Object';
}

/** A default says something; `{}` and an empty text say nothing. */
function defaultOf({ default: value }: Readonly<Record<string, unknown>>): string | undefined {
  if (value === undefined || value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0))
    return undefined;
  return JSON.stringify(value);
}
