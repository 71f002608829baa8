import { recordOf } from '../record-of.js';

/** The parameters of an input schema, a line each: `name* (string): Object name`; `*` = required. */
export function parameterLines(schema: Readonly<Record<string, unknown>>): string[] {
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  return Object.entries(recordOf(schema['properties'])).map(([name, member]) => {
    const { description } = recordOf(member);
    const meaning = typeof description === 'string' ? `: ${description}` : '';
    return `${name}${required.includes(name) ? '*' : ''} (${typeOf(recordOf(member))})${meaning}`;
  });
}

function typeOf(schema: Readonly<Record<string, unknown>>): string {
  const { type, enum: values, items, anyOf } = schema;
  if (Array.isArray(values)) return values.map(String).join('|');
  if (Array.isArray(anyOf)) return anyOf.map((each) => typeOf(recordOf(each))).join(' or ');
  if (type === 'array') return `${typeOf(recordOf(items))}[]`;
  return typeof type === 'string' ? type : 'any';
}
