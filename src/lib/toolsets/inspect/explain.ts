import { z } from 'zod';
import { FleetError } from '../../errors.js';
import { apiVersionField } from '../../kubernetes/fields.js';
import { findKind } from '../../kubernetes/find-kind.js';
import { readSchemas, schemaOfKind, type Schemas } from '../../kubernetes/openapi/schema-document.js';
import { readSchema, type FieldSchema } from '../../kubernetes/openapi/schema-fields.js';
import { defineOperation } from '../../operation.js';
import { didYouMean } from '../../platform/nearest.js';
import { deferred } from '../../platform/deferred.js';

const fieldOutput = deferred(() =>
  z.object({
    name: z.string(),
    type: z.string(),
    required: z.boolean(),
    description: z.string(),
    enum: z.array(z.string()).optional(),
    default: z.string().optional(),
  }),
);

const output = deferred(() =>
  z.object({
    kind: z.string(),
    api_version: z.string(),
    path: z.string(),
    type: z.string(),
    description: z.string(),
    fields: z.array(fieldOutput),
    more: z.int().optional().describe('Fields left out'),
  }),
);

type Output = z.output<typeof output>;

/** Fields of one answer; PodSpec has about 40, with everything below it 900. */
const MOST_FIELDS = 150;
const LONGEST_DESCRIPTION = 110;

export const explain = defineOperation({
  name: 'explain',
  title: 'Explain a kind or a field',
  description: 'Fields of a kind with type, meaning and defaults, as this very cluster knows them; custom resources included.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  input: deferred(() =>
    z.object({
      kind: z
        .string()
        .regex(/^[A-Za-z][-A-Za-z0-9.]{0,252}$/, 'must be a kind or plural')
        .describe('Deployment, deploy, widgets.example.com'),
      path: z
        .string()
        .regex(/^\.?[A-Za-z$][-\w$]*(\.[A-Za-z$][-\w$]*)*$/, 'must be field names with dots')
        .max(500)
        .optional()
        .describe('spec.template.spec'),
      apiVersion: apiVersionField().optional().describe('Default: the preferred one'),
      depth: z.int().min(1).max(6).optional().describe('Levels of fields; default 1'),
    }),
  ),
  output,
  handler: async (context, input) => {
    const kind = await findKind(context, input.kind, input.apiVersion);
    const schemas = await readSchemas(context, kind.apiVersion);
    const path = (input.path ?? '').replace(/^\./, '');
    const found = walk(schemas, readSchema(schemas, schemaOfKind(schemas, kind.apiVersion, kind.kind)), path, kind.kind);
    const fields = listFields(schemas, found, input.depth ?? 1);
    return {
      kind: kind.kind,
      api_version: kind.apiVersion,
      path,
      type: path === '' ? kind.kind : found.type,
      description: found.description,
      fields: fields.slice(0, MOST_FIELDS),
      ...(fields.length > MOST_FIELDS ? { more: fields.length - MOST_FIELDS } : {}),
    };
  },
  render: (answer: Output & { cluster?: string }) => {
    const head = `${answer.cluster ?? ''}: ${answer.kind} ${answer.api_version}${answer.path === '' ? '' : ` .${answer.path}`} <${answer.type}>`;
    const more = answer.more === undefined ? [] : [`… ${String(answer.more)} more fields; ask for a longer path or less depth`];
    const list = answer.fields.length === 0 ? [] : ['fields (* = required):', ...answer.fields.map(fieldLine)];
    return [head, ...(answer.description === '' ? [] : [answer.description.trim()]), ...list, ...more].join('\n');
  },
});

/** The schema at the end of a path. @throws FleetError INPUT_INVALID with the nearest field */
function walk(schemas: Schemas, start: FieldSchema, path: string, kind: string): FieldSchema {
  let current = start;
  let walked = kind;
  for (const name of path === '' ? [] : path.split('.')) {
    const names = Object.keys(current.properties);
    if (!Object.hasOwn(current.properties, name)) {
      const known = names.length === 0 ? ` ${walked} has no fields of its own.` : ` Fields of ${walked}: ${names.slice(0, 60).join(', ')}.`;
      throw new FleetError('INPUT_INVALID', `${walked} has no field ${JSON.stringify(name)}.${didYouMean(name, names)}${known}`, {
        details: { parameter: 'path', valid: names },
      });
    }
    current = readSchema(schemas, current.properties[name]);
    walked = `${walked}.${name}`;
  }
  return current;
}

function listFields(schemas: Schemas, { properties, required }: FieldSchema, depth: number, before = ''): Output['fields'] {
  return Object.entries(properties).flatMap(([name, value]) => {
    const field = readSchema(schemas, value);
    const own = {
      name: `${before}${name}`,
      type: field.type,
      required: required.includes(name),
      description: shortened(field.description),
      ...(field.enum.length === 0 ? {} : { enum: [...field.enum] }),
      ...(field.default === undefined ? {} : { default: field.default }),
    };
    // Schemas refer to themselves (JSONSchemaProps): the depth is the end of that.
    return depth <= 1 ? [own] : [own, ...listFields(schemas, field, depth - 1, `${before}${name}.`)];
  });
}

function fieldLine({ name, type, required, description, enum: values = [], default: preset }: Output['fields'][number]): string {
  const choice = values.length === 0 ? '' : ` one of ${values.join('|')}`;
  const standard = preset === undefined ? '' : ` default ${preset}`;
  return `  ${name}${required ? '*' : ''} <${type}>${choice}${standard}${description === '' ? '' : `  ${description}`}`;
}

/** The first sentence, or what fits on a line. */
function shortened(description: string): string {
  const line = description.replace(/\s+/g, ' ').trim();
  const sentence = /^.*?[.!](?= |$)/.exec(line)?.[0] ?? line;
  return sentence.length <= LONGEST_DESCRIPTION ? sentence : `${sentence.slice(0, LONGEST_DESCRIPTION - 1)}…`;
}
