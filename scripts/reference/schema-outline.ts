/** The part of JSON Schema that operations use. */
export interface FieldSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly items?: FieldSchema;
  readonly anyOf?: readonly FieldSchema[];
  readonly oneOf?: readonly FieldSchema[];
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly additionalProperties?: boolean | FieldSchema;
  readonly required?: readonly string[];
}

/** A schema as a type that people read: `{ cluster: string; rows: (string | null)[][] }`, one member on a line, descriptions as comments. */
export function schemaOutline(schema: FieldSchema, indent = ''): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return choices.map((choice) => schemaOutline(choice, indent)).join(' | ');
  if (schema.type === 'array') {
    const items = schema.items ?? {};
    const outline = schemaOutline(items, indent);
    return isUnion(items) ? `(${outline})[]` : `${outline}[]`;
  }
  if (schema.type === 'object') return objectOutline(schema, indent);
  return [schema.type ?? 'unknown'].flat().map(typeName).join(' | ');
}

function objectOutline({ properties, additionalProperties, required = [] }: FieldSchema, indent: string): string {
  if (properties === undefined) {
    const values = typeof additionalProperties === 'object' ? schemaOutline(additionalProperties, indent) : 'unknown';
    return `{ [name: string]: ${values} }`;
  }
  const inner = `${indent}  `;
  const lines = Object.entries(properties).map(([name, field]) => {
    const comment = field.description === undefined ? '' : ` // ${field.description}`;
    return `${inner}${name}${required.includes(name) ? '' : '?'}: ${schemaOutline(field, inner)};${comment}`;
  });
  return lines.length === 0 ? '{}' : `{\n${lines.join('\n')}\n${indent}}`;
}

function isUnion({ type, enum: values, anyOf, oneOf }: FieldSchema): boolean {
  return [values, anyOf ?? oneOf, type].some((choices) => Array.isArray(choices) && choices.length > 1);
}

function typeName(type: string): string {
  return type === 'integer' ? 'number' : type;
}
