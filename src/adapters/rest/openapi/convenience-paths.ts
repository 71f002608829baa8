import { operationSchemas, type Operation } from '../../../index.js';
import type { JsonObject } from './json-object.js';
import { describe } from './operation-path.js';
import { queryParameters } from './query-parameters.js';

const CLUSTER_PARAMETER = {
  name: 'cluster',
  in: 'path',
  required: true,
  description: 'Name or alias',
  schema: { type: 'string' },
  example: 'prod-1',
};

/** The shorter paths, as far as the operations behind them are offered. */
export function conveniencePaths(operations: readonly Operation[]): [string, JsonObject][] {
  const list = operations.find(({ name }) => name === 'clusters_list');
  const status = operations.find(({ name }) => name === 'clusters_status');
  return [...(list === undefined ? [] : listPaths(list)), ...(status === undefined ? [] : [statusPath(status)])];
}

function listPaths(operation: Operation): [string, JsonObject][] {
  const { input, output } = operationSchemas(operation);
  return [
    ['/v1/clusters', { get: { ...describe(operation, 'clusters', output), operationId: 'clusters', parameters: queryParameters(input) } }],
    [
      '/v1/clusters/{cluster}',
      {
        get: {
          ...describe(operation, 'clusters', entrySchema(output)),
          operationId: 'cluster',
          summary: 'One cluster',
          description: 'What is known of one cluster. Connects to none.',
          parameters: [CLUSTER_PARAMETER],
        },
      },
    ],
  ];
}

function statusPath(operation: Operation): [string, JsonObject] {
  const shown = describe(operation, 'clusters', operationSchemas(operation).output);
  const described = {
    ...shown,
    operationId: 'cluster_status',
    summary: 'Status of one cluster',
    description: 'Probes one cluster, in detail.',
  };
  return ['/v1/clusters/{cluster}/status', { get: { ...described, parameters: [CLUSTER_PARAMETER] } }];
}

/** The schema of one entry of the list. */
function entrySchema(output: JsonObject): JsonObject {
  const clusters = memberOf(memberOf(output, 'properties'), 'clusters');
  return memberOf(clusters, 'items');
}

function memberOf(schema: JsonObject, name: string): JsonObject {
  const member = schema[name];
  return typeof member === 'object' && member !== null ? { ...member } : {};
}
