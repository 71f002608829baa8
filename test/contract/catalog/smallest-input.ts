import { operationInput, operationSchemas, type Operation } from '../../../src/index.js';
import type { JsonObject } from '../carriers/carrier.js';

/** What parameters of a name mean in the clusters of the tests (see test/README.md). Optional ones are given too, where they stand here. */
const FACTS: JsonObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  operation: 'pods_list_in_namespace',
  parameters: { namespace: 'team-a' },
  command: ['true'],
  image: 'registry.example.com/app:1.0',
  // Of a request; where it is an object to write, it is never written.
  resource: 'pods',
  verb: 'get',
  // Whatever waits does so for a second.
  seconds: 1,
  duration: '1s',
  chart: 'oci://registry.example.com/charts/web',
};

/** An object of each kind that operations are about; nodes are named after their cluster. */
const OBJECTS: Readonly<Record<string, (cluster: string) => { readonly name: string; readonly namespace: string }>> = {
  Pod: () => ({ name: 'pod-0000', namespace: 'team-a' }),
  Deployment: () => ({ name: 'web', namespace: 'shop' }),
  Node: (cluster) => ({ name: `${cluster}-node-0`, namespace: 'team-a' }),
};

/** Strings that fit one of the usual patterns; tried in turn. */
const WORDS = ['pod-0000', 'v1', '1', 'app=web', 'https://repo.example.com', '10.0.0.0/8', '{}'];

/**
 * The smallest input that an operation takes, made from its schema: required parameters, and those that the test clusters have facts for.
 * @throws Error when none can be found; a fact for the parameter's name is then missing here.
 */
export function smallestInput(operation: Operation, cluster: string): JsonObject {
  const { properties, required } = operationSchemas(operation).input;
  const needed = Array.isArray(required) ? required : [];
  const facts: JsonObject = { ...FACTS, ...objectFor(operation, cluster), cluster };
  const input: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(recordOf(properties))) {
    const fact = facts[name];
    if (fact !== undefined && takes(operation, name, fact)) input[name] = fact;
    else if (needed.includes(name)) input[name] = valuesOf(recordOf(schema)).find((value) => takes(operation, name, value));
  }
  const { error } = operationInput(operation).safeParse(input);
  if (error === undefined) return input;
  throw new Error(
    `${operation.name} refuses ${JSON.stringify(input)}: ${error.message}. Name a fact in test/contract/catalog/smallest-input.ts.`,
  );
}

/** True when a parameter alone may have this value. */
export function takes(operation: Operation, name: string, value: unknown): boolean {
  const { error } = operationInput(operation)
    .partial()
    .safeParse({ [name]: value });
  return error === undefined;
}

/** What an operation is about: the kind that it takes, or the one it is named after (`nodes_log`). */
function objectFor(operation: Operation, cluster: string): JsonObject {
  const kinds = Object.keys(OBJECTS);
  const about =
    kinds.find((kind) => operation.name.startsWith(`${kind.toLowerCase()}s_`)) ?? kinds.find((kind) => takes(operation, 'kind', kind));
  const object = OBJECTS[about ?? 'Pod']?.(cluster);
  // What is wrongly let through must find nothing to change.
  return {
    ...object,
    kind: about ?? 'Pod',
    ...(about === 'Deployment' ? { apiVersion: 'apps/v1' } : {}),
    ...(operation.effect === 'read' ? {} : { name: 'no-such-object' }),
  };
}

function valuesOf(schema: JsonObject): unknown[] {
  const { enum: choices, const: only, anyOf, type, minimum, items } = schema;
  if (only !== undefined) return [only];
  if (Array.isArray(choices)) return choices;
  if (Array.isArray(anyOf)) return anyOf.flatMap((choice) => valuesOf(recordOf(choice)));
  switch (type) {
    case 'boolean':
      return [false];
    case 'integer':
    case 'number':
      return [typeof minimum === 'number' ? Math.max(minimum, 1) : 1];
    case 'array':
      return valuesOf(recordOf(items)).map((value) => [value]);
    case 'object':
      return [{}, requiredOf(schema), recordWith(schema)];
    default:
      return WORDS;
  }
}

function requiredOf({ properties, required }: JsonObject): JsonObject {
  const needed = Array.isArray(required) ? required : [];
  const members = Object.entries(recordOf(properties)).filter(([name]) => needed.includes(name));
  return Object.fromEntries(members.map(([name, schema]) => [name, valuesOf(recordOf(schema))[0]]));
}

/** An object whose keys are the caller's choice, with one. */
function recordWith({ additionalProperties }: JsonObject): JsonObject {
  return { main: valuesOf(recordOf(additionalProperties))[0] };
}

function recordOf(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
