import type { JsonObject } from '../carriers/carrier.js';

/**
 * What every listing must keep of a schema, whatever bounds it leaves out: which members there are, which are required, and of each
 * its type, its choices and its meaning.
 */
export function outlineOf({ properties, required }: JsonObject): JsonObject {
  const names = Array.isArray(required) ? required : [];
  const members = Object.entries(recordOf(properties)).map(([name, schema]): [string, JsonObject] => [
    name,
    { required: names.includes(name), ...memberOf(recordOf(schema)) },
  ]);
  return Object.fromEntries(members);
}

/** Of answers, models are told the names of the members: what they are is seen in the first one. */
export function outlineOfOutput({ properties }: JsonObject): readonly string[] {
  return Object.keys(recordOf(properties));
}

function memberOf({ type, enum: choices, description, anyOf }: JsonObject): JsonObject {
  // Some listings say a choice of types as a list of types.
  const types = Array.isArray(anyOf) ? anyOf.map((choice) => recordOf(choice)['type']) : [type].flat();
  return { types: types.filter((one) => one !== undefined), choices, description };
}

function recordOf(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
