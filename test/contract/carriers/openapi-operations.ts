import { objectOf } from './answer.js';
import type { JsonObject, ListedOperation } from './carrier.js';

/** The operations of an OpenAPI document; paths that name a cluster are other ways to the same operations. */
export function listedPaths(document: JsonObject): readonly ListedOperation[] {
  return Object.entries(objectOf(document['paths']))
    .filter(([path]) => /^\/v1\/[^/{}]+\/[^/{}]+$/.test(path))
    .flatMap(([, item]) => Object.entries(objectOf(item)))
    .map(([method, described]) => listed(method, objectOf(described)));
}

function listed(method: string, described: JsonObject): ListedOperation {
  const effect = String(described['x-effect']);
  if ((method === 'get') !== (effect === 'read')) throw new Error(`${String(described['operationId'])} is ${effect} and ${method}.`);
  return {
    name: String(described['operationId']),
    description: String(described['description']),
    effect,
    input: method === 'get' ? ofParameters(described['parameters']) : jsonIn(described['requestBody']),
    output: jsonIn(objectOf(described['responses'])['200']),
  };
}

/** Query parameters as the members of one object, the way the library describes an input. */
function ofParameters(parameters: unknown): JsonObject {
  const described = Array.isArray(parameters) ? parameters.map(objectOf) : [];
  const members = described.map((parameter): [string, JsonObject] => {
    const { name, description, schema } = parameter;
    const plain = schema === undefined ? jsonIn(parameter) : objectOf(schema);
    return [String(name), { ...plain, ...(description === undefined ? {} : { description }) }];
  });
  const required = described.filter((parameter) => parameter['required'] === true).map(({ name }) => name);
  return { type: 'object', properties: Object.fromEntries(members), required, additionalProperties: false };
}

/** The schema of the JSON form of something that has a `content`. */
function jsonIn(described: unknown): JsonObject {
  const { content } = objectOf(described);
  return objectOf(objectOf(objectOf(content)['application/json'])['schema']);
}
