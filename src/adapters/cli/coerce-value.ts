import { isSchema, typeText, type JsonSchema } from './operation-parameters.js';
import { UsageError } from './usage-error.js';

/** A value as it was written, for one flag. `undefined` is a flag without value. */
export type Written = string | undefined;

/**
 * The values written for one flag as its schema wants them: numbers and booleans as such, lists by repetition or commas,
 * objects as JSON. Bounds, lengths and patterns are left to the operation.
 * @throws UsageError naming the flag and what it takes.
 */
export function coerceValues(flag: string, written: readonly Written[], schema: JsonSchema): unknown {
  const [first, ...more] = written;
  if (schema.type === 'array') return coerceList(flag, written, schema);
  if (more.length > 0) throw problem(flag, 'is given more than once');
  return coerceOne(flag, first, schema);
}

function coerceOne(flag: string, written: Written, schema: JsonSchema): unknown {
  if (Array.isArray(schema.anyOf)) return coerceChoice(flag, written, schema.anyOf.filter(isSchema));
  if (schema.type === 'boolean') {
    if (written === undefined || written === 'true') return true;
    if (written === 'false') return false;
    throw problem(flag, `is true or false, not ${JSON.stringify(written)}`);
  }
  if (written === undefined) throw problem(flag, `needs a value (${typeText(schema)})`);
  if (schema.type === 'integer' || schema.type === 'number') return coerceNumber(flag, written, schema);
  if (schema.type === 'object') return coerceObject(flag, written);
  if (schema.type === 'string' || schema.enum !== undefined) return written;
  return parsedOr(written, () => written);
}

function coerceNumber(flag: string, written: string, schema: JsonSchema): number {
  const form = schema.type === 'integer' ? /^-?\d{1,15}$/ : /^-?\d{1,15}(?:\.\d{1,15})?$/;
  if (!form.test(written))
    throw problem(flag, `is ${schema.type === 'integer' ? 'a whole number' : 'a number'}, not ${JSON.stringify(written)}`);
  return Number(written);
}

function coerceObject(flag: string, written: string): unknown {
  const value = parsedOr(written, () => {
    throw problem(flag, 'is a JSON object, and this is not JSON');
  });
  if (!isSchema(value)) throw problem(flag, 'is a JSON object');
  return value;
}

function coerceList(flag: string, written: readonly Written[], schema: JsonSchema): unknown[] {
  const [first] = written;
  const item = isSchema(schema.items) ? schema.items : {};
  // One value may hold several items; repeated ones are taken as they are, so that an item can hold a comma.
  if (written.length === 1 && first !== undefined) {
    const list = first.startsWith('[') ? parsedOr(first, () => undefined) : undefined;
    if (Array.isArray(list)) return list;
    return first.split(',').map((part) => coerceOne(flag, part.trim(), item));
  }
  return written.map((one) => coerceOne(flag, one, item));
}

function coerceChoice(flag: string, written: Written, choices: readonly JsonSchema[]): unknown {
  // From the narrowest to the widest: a string takes anything.
  const order = ['boolean', 'integer', 'number', 'object', 'array', 'string'];
  const sorted = [...choices].sort((a, b) => order.indexOf(String(a.type)) - order.indexOf(String(b.type)));
  for (const choice of sorted) {
    try {
      return coerceValues(flag, [written], choice);
    } catch (thrown) {
      if (!(thrown instanceof UsageError)) throw thrown;
    }
  }
  throw problem(flag, `is ${choices.map(typeText).join(' or ')}`);
}

function parsedOr(written: string, other: () => unknown): unknown {
  try {
    return JSON.parse(written) as unknown;
  } catch {
    return other();
  }
}

function problem(flag: string, text: string): UsageError {
  return new UsageError(`--${flag} ${text}.`, 'call');
}
