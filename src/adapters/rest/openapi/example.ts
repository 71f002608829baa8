import type { JsonObject } from './json-object.js';

/** Values that mean something to a reader, by the name of the member. */
const KNOWN: Readonly<Record<string, string>> = {
  cluster: 'prod-1',
  clusters: 'env=prod',
  environment: 'prod',
  namespace: 'shop',
  name: 'web-0',
  pod: 'web-0',
  container: 'web',
  apiVersion: 'v1',
  kind: 'Pod',
  labelSelector: 'app=web',
  fieldSelector: 'status.phase=Running',
  operation: 'pods_list',
  log: 'listening on :8080\n',
  server: 'https://prod-1.example.com:6443',
  source: 'directory',
  path: '/etc/clusters/prod-1.yaml',
  code: 'TIMEOUT',
  message: 'prod-1 did not answer within 5s.',
  column: 'name',
};

const MOMENT = '2026-01-31T12:00:00.000Z';

/** A value that fits a schema: required members, with names and times that read well. */
export function exampleOf(schema: JsonObject, name = ''): unknown {
  const { enum: values, anyOf, type } = schema;
  if (Array.isArray(values)) return values[0];
  if ('const' in schema) return schema['const'];
  if (Array.isArray(anyOf)) return exampleOf(asObject(anyOf[0]), name);
  switch (Array.isArray(type) ? type[0] : type) {
    case 'object':
      return objectExample(schema);
    case 'array':
      return [exampleOf(asObject(schema['items']), name.replace(/s$/, ''))];
    case 'integer':
    case 'number':
      return Math.max(Number(schema['minimum'] ?? 0), 10);
    case 'boolean':
      return true;
    default:
      return KNOWN[name] ?? (/(_at|_refresh|_seen|_listing)$/.test(name) ? MOMENT : 'text');
  }
}

function objectExample({ properties, required }: JsonObject): JsonObject {
  const names = Array.isArray(required) ? required : [];
  const members = Object.entries(asObject(properties)).filter(([name]) => names.includes(name));
  return Object.fromEntries(members.map(([name, member]) => [name, exampleOf(asObject(member), name)]));
}

function asObject(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
