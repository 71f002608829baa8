import { memberExample } from './example.js';
import { withoutAnnotations, type JsonObject } from './json-object.js';

/** The members of an input schema as query parameters. */
export function queryParameters(input: JsonObject): JsonObject[] {
  const { properties, required } = input;
  const names = Array.isArray(required) ? required : [];
  const members: JsonObject = { ...(properties ?? {}) };
  return Object.entries(properties ?? {}).map(([name, schema]: [string, JsonObject]) => {
    const { description, ...plain } = withoutAnnotations(schema);
    return {
      name,
      in: 'query',
      required: names.includes(name),
      ...(description === undefined ? {} : { description }),
      ...placed(plain, MADE_BY_THE_SERVER.includes(name) ? {} : { example: memberExample(members, name) }),
    };
  });
}

/** Only a server can make such a value: an example would be one that is refused. */
const MADE_BY_THE_SERVER: readonly string[] = ['continue'];

/** Lists are repeated parameters, objects are JSON in one parameter. */
function placed(schema: JsonObject, example: JsonObject): JsonObject {
  const { type } = schema;
  if (type === 'object') return { content: { 'application/json': { schema, ...example } } };
  if (type === 'array') return { style: 'form', explode: true, schema, ...example };
  return { schema, ...example };
}
