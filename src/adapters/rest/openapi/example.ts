import type { JsonObject } from './json-object.js';

/** Values that mean something to a reader, by the name of the member. */
const KNOWN: Readonly<Record<string, string>> = {
  cluster: 'prod-1',
  clusters: 'env=prod',
  cluster_name: 'prod-1',
  rancher: 'eu',
  pattern: '^prod-',
  environment: 'prod',
  namespace: 'shop',
  name: 'web-0',
  pod: 'web-0',
  container: 'web',
  apiVersion: 'v1',
  kind: 'Pod',
  labelSelector: 'app=web',
  // The one field that every kind can be selected by.
  fieldSelector: 'metadata.name=web-0',
  image: 'registry.example.com/app:1.0',
  command: 'date',
  resource: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n  namespace: shop\ndata:\n  colour: green\n',
  operation: 'pods_list',
  log: 'listening on :8080\n',
  server: 'https://prod-1.example.com:6443',
  source: 'directory',
  path: '/etc/clusters/prod-1.yaml',
  code: 'TIMEOUT',
  message: 'prod-1 did not answer within 5s.',
  column: 'name',
  columns: 'name,age',
  sort: '-age',
  projection: '.metadata.name',
  since: '10m',
  follow_for: '30s',
  duration: '30s',
  timeout: '60s',
  grep: 'error',
  chart: 'oci://registry.example.com/charts/web',
};

/** The same where the kind is a parameter: a kind that can do all that is asked of kinds. */
const KNOWN_OF_A_KIND: Readonly<Record<string, string>> = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  name: 'web',
  fieldSelector: 'metadata.name=web',
  path: '.status',
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
      if (schema['format'] === 'date-time') return MOMENT;
      return KNOWN[name] ?? (/(_at|_refresh|_seen|_listing)$/.test(name) ? MOMENT : 'text');
  }
}

/** The required members of an object, each with an example. */
export function objectExample({ properties, required }: JsonObject): JsonObject {
  const names = Array.isArray(required) ? required : [];
  const members = asObject(properties);
  const named = Object.keys(members).filter((name) => names.includes(name));
  return Object.fromEntries(named.map((name) => [name, memberExample(members, name)]));
}

/** An example of one member, which may depend on the others. */
export function memberExample(members: JsonObject, name: string): unknown {
  const known = 'apiVersion' in members ? KNOWN_OF_A_KIND[name] : undefined;
  return known ?? exampleOf(asObject(members[name]), name);
}

function asObject(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
