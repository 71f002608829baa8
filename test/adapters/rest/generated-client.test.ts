import createClient, { type Client } from 'openapi-fetch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hashToken } from '../../../src/adapters/rest/index.js';
import { createFleet, type Fleet } from '../../../src/index.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';
import { ownToolset } from '../../support/own-operations.js';
import type { paths } from './generated-client/fleet-api.js';
import type { paths as OwnPaths } from './generated-client/own-api.js';
import { echoDelete, echoRead, echoWrite } from './own-rest-operations.js';
import { startRest, type RestServer } from './rest-server.js';

// The client is generated from the document and knows nothing else of this project: what it sends and reads is what others will.
type Forms = 'application/json' | 'application/problem+json';

await describeWithFleet('a generated client, on real clusters', () => {
  let clusters: LocalFleet;
  let fleet: Fleet;
  let rest: RestServer;
  let client: Client<paths, Forms>;
  beforeAll(async () => {
    clusters = await sharedFleet();
    fleet = createFleet({ kubeconfigDir: clusters.kubeconfigDirectory });
    rest = await startRest(fleet);
    client = createClient<paths, Forms>({ baseUrl: rest.url });
  });
  afterAll(async () => {
    await rest[Symbol.asyncDispose]();
    await fleet.close();
    await clusters.close();
  });

  test.each(['legacy', 'current'])('reads pods of %s by a query', async (cluster) => {
    const query = { cluster, namespace: 'shop', labelSelector: 'app in (web)', limit: 2 };
    const { data, response } = await client.GET('/v1/core/pods_list_in_namespace', { params: { query } });
    expect(data).toMatchObject({ cluster, kind: 'Pod', namespace: 'shop' });
    expect(data?.rows).toHaveLength(2);
    expect(response.headers.get('X-Fleetwright-Cluster')).toBe(cluster);
    const next = await client.GET('/v1/core/pods_list_in_namespace', { params: { query: { ...query, continue: data!.continue! } } });
    expect(next.data?.rows).toHaveLength(1);
  });

  test('names a cluster in the path', async () => {
    const path = { cluster: 'current' };
    expect((await client.GET('/v1/clusters/{cluster}', { params: { path } })).data).toMatchObject({ name: 'current' });
    const { data } = await client.GET('/v1/clusters/{cluster}/status', { params: { path } });
    expect(data?.clusters).toMatchObject([{ cluster: 'current', status: 'Ready' }]);
  });

  test('gives an operation on many clusters its parameters as JSON', async () => {
    const query = { operation: 'pods_list_in_namespace', parameters: JSON.stringify({ namespace: 'team-a' }), clusters: 'legacy, current' };
    const { data } = await client.GET('/v1/clusters/clusters_exec_all', { params: { query } });
    expect(data).toMatchObject({ coverage: { matched: 2, ok: 2 } });
  });

  test('reads the text that people read', async () => {
    const { data } = await client.GET('/v1/clusters', { headers: { Accept: 'text/plain' }, parseAs: 'text' });
    expect(data).toMatch(/legacy/);
  });

  test.each([
    ['a cluster that is not there', 'curent', 'pods', 404, 'CLUSTER_UNKNOWN', 'current'],
    ['a name that must be escaped', 'a/b?c#d%2e', 'pods', 404, 'CLUSTER_UNKNOWN', 'a/b?c#d%2e'],
    ['a pod that is not there', 'legacy', 'nope', 404, 'NOT_FOUND', 'nope'],
  ] as const)('gets %s as a problem', async (_what, cluster, name, status, code, words) => {
    const { data, error, response } = await client.GET('/v1/core/pods_get', { params: { query: { cluster, name, namespace: 'shop' } } });
    expect([data, response.status]).toEqual([undefined, status]);
    expect(error).toMatchObject({ code, status, retryable: false, instance: '/v1/core/pods_get', detail: expect.stringContaining(words) });
    expect(error?.requestId).toBe(response.headers.get('X-Request-Id'));
  });

  test('keeps a path parameter one part of the path', async () => {
    const { error } = await client.GET('/v1/clusters/{cluster}/status', { params: { path: { cluster: '../clusters_list?x=' } } });
    expect(error).toMatchObject({ code: 'CLUSTER_UNKNOWN', detail: expect.stringContaining('../clusters_list?x=') });
  });

  test('gets a misspelt parameter that passed the compiler back', async () => {
    const { error } = await client.GET('/v1/core/pods_list', { params: { query: { cluster: 'legacy', limt: 1 } } });
    expect(error).toMatchObject({ code: 'INPUT_INVALID', status: 400, detail: expect.stringContaining('did you mean limit') });
  });
});

describe('a generated client', () => {
  const token = 'a-token-of-this-test-only';
  let fleet: Fleet;
  let rest: RestServer;
  let client: Client<OwnPaths, Forms>;
  beforeAll(async () => {
    fleet = createFleet({ disableDestructive: true }, { toolsets: [ownToolset([echoRead, echoWrite, echoDelete])] });
    rest = await startRest(fleet, { tokens: [{ user: 'client', sha256: hashToken(token) }] });
    client = createClient<OwnPaths, Forms>({ baseUrl: rest.url, headers: { Authorization: `Bearer ${token}` } });
  });
  afterAll(async () => {
    await rest[Symbol.asyncDispose]();
    await fleet.close();
  });

  const values = { text: 'a b&c=d+ü', count: 0, ratio: -1.5, flag: false, names: ['a', 'b,c', ''], counts: [1, 2], either: 'all' } as const;
  const parameters = { nested: [1, null, { deep: '"' }] };

  test('writes every type into a query', async () => {
    const query = { ...values, names: [...values.names], counts: [...values.counts], parameters: JSON.stringify(parameters) };
    const { data } = await client.GET('/v1/own/echo_read', { params: { query } });
    expect(data).toEqual({ ...values, parameters });
  });

  test('sends a body', async () => {
    const body = { ...values, names: [...values.names], counts: [...values.counts], parameters };
    const { data } = await client.POST('/v1/own/echo_write', { body });
    expect(data).toEqual(body);
  });

  test('gets the refusal of a write as a problem', async () => {
    const wrong = await client.POST('/v1/own/echo_write', { body: { count: -1 } });
    expect(wrong.error).toMatchObject({ code: 'INPUT_INVALID', status: 400, detail: expect.stringContaining('count') });
    const refused = await client.POST('/v1/own/echo_delete', { body: {} });
    expect(refused.error).toMatchObject({ code: 'OPERATION_NOT_ALLOWED', status: 403 });
  });

  test.each([
    [{ Authorization: null }, 'TOKEN_MISSING'],
    [{ Authorization: 'Bearer another' }, 'TOKEN_INVALID'],
  ] as const)('is told why it may not call', async (headers, code) => {
    const { error, response } = await client.GET('/v1/own/echo_read', { headers });
    expect(error).toMatchObject({ code, status: 401 });
    expect(response.headers.get('WWW-Authenticate')).toMatch(/^Bearer /);
  });
});
