import type { JsonObjectSchema } from '../../index.js';
import { recordOf } from './record-of.js';

/**
 * An input schema as it is listed. Bounds that only matter to the check at dispatch are left out: every listing is read by a
 * model that pays for each byte.
 */
export function listedInput(schema: JsonObjectSchema): JsonObjectSchema {
  return asObjectSchema(withoutCheckOnlyBounds(schema));
}

/**
 * An output schema as it is listed: the names of the members of the answer. What they are is seen in the first answer, and is in the full
 * schema (`operationSchemas`), which the library holds every answer to; every listing is paid for by the byte.
 */
export function listedOutput(schema: JsonObjectSchema): JsonObjectSchema {
  const names = Object.keys(recordOf(schema['properties']));
  return { type: 'object', properties: Object.fromEntries(names.map((name) => [name, {}])) };
}

function withoutCheckOnlyBounds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutCheckOnlyBounds);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([keyword, bound]) => !isCheckOnly(keyword, bound));
  return Object.fromEntries(kept.map(([keyword, bound]) => [keyword, listedKeyword(keyword, bound)]));
}

function listedKeyword(keyword: string, bound: unknown): unknown {
  // Parameters may be named like keywords.
  if (keyword === 'properties')
    return Object.fromEntries(Object.entries(recordOf(bound)).map(([name, schema]) => [name, withoutCheckOnlyBounds(schema)]));
  // `{}` and `true` mean the same; only the second says that it is meant.
  if (keyword === 'additionalProperties' && bound !== false && Object.keys(recordOf(bound)).length === 0) return true;
  return withoutCheckOnlyBounds(bound);
}

function isCheckOnly(keyword: string, bound: unknown): boolean {
  if (keyword === 'minLength') return bound === 1;
  if (keyword === 'maxLength' || keyword === 'maxItems') return typeof bound === 'number';
  // Nobody asks for so much by accident.
  if (keyword === 'maximum') return typeof bound === 'number' && bound >= 10_000;
  // Names and values that fit say so in their description; one that does not is answered with what is wrong with it.
  if (keyword === 'pattern') return typeof bound === 'string';
  // zod writes it for records, whose keys are strings in JSON anyway.
  return keyword === 'propertyNames' && recordOf(bound)['type'] === 'string';
}

function asObjectSchema(value: unknown): JsonObjectSchema {
  return { ...recordOf(value), type: 'object' };
}
