import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFleet, operationOutput, type Fleet } from '../../../src/index.js';
import { Catalog } from '../../../src/lib/catalog.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';
import { honestDelete, honestWrite, ownToolset } from '../../support/own-operations.js';
import { echoRead } from './own-rest-operations.js';
import { json, post, startRest, type RestServer } from './rest-server.js';

/** Input for every operation; one without an entry is called with none. */
const INPUTS: Readonly<Record<string, string>> = {
  clusters_exec_all: `operation=pods_list_in_namespace&parameters=${encodeURIComponent('{"namespace":"team-a"}')}`,
  configuration_view: 'cluster=legacy',
  events_list: 'cluster=legacy&namespace=shop',
  namespaces_list: 'cluster=legacy&limit=2',
  pods_get: 'cluster=legacy&namespace=team-a&name=pod-0000',
  pods_list: 'cluster=legacy',
  pods_list_in_namespace: 'cluster=legacy&namespace=team-a',
  resources_get: 'cluster=legacy&apiVersion=v1&kind=ConfigMap&namespace=shop&name=settings',
  resources_list: 'cluster=legacy&apiVersion=apps/v1&kind=Deployment&namespace=shop',
};

/** These cannot succeed here: REST callers keep no session, simulated nodes have no kubelet, and add-ons are not installed. */
const REFUSED: Readonly<Record<string, { readonly query: string; readonly status: number }>> = {
  clusters_switch: { query: 'cluster=legacy', status: 400 },
  nodes_log: { query: 'cluster=legacy&name=legacy-node-0&query=kubelet', status: 502 },
  nodes_stats_summary: { query: 'cluster=legacy&name=legacy-node-0', status: 502 },
  nodes_top: { query: 'cluster=legacy', status: 404 },
  pods_log: { query: 'cluster=legacy&namespace=team-a&name=no-such-pod', status: 404 },
  pods_top: { query: 'cluster=legacy&all_namespaces=true', status: 404 },
  projects_list: { query: 'cluster=legacy', status: 404 },
};

await describeWithFleet('REST routes on real clusters', () => {
  let clusters: LocalFleet;
  let fleet: Fleet;
  let rest: RestServer;
  beforeAll(async () => {
    clusters = await sharedFleet();
    fleet = createFleet(
      { kubeconfigDir: clusters.kubeconfigDirectory, clusterAliases: { old: 'legacy' } },
      { toolsets: [ownToolset([honestWrite, honestDelete])] },
    );
    rest = await startRest(fleet);
  });
  afterAll(async () => {
    await rest[Symbol.asyncDispose]();
    await fleet.close();
    await clusters.close();
  });

  test('every read of the catalog is a GET route whose answer fits its declared output', async () => {
    const reads = fleet.operations.list().filter(({ effect }) => effect === 'read');
    expect(reads.length).toBeGreaterThan(10);
    for (const operation of reads) {
      const { name } = operation;
      const refused = REFUSED[name];
      const answer = await rest.ask(`/v1/${fleet.operations.toolsetOf(name)}/${name}?${refused?.query ?? INPUTS[name] ?? ''}`);
      expect([name, answer.status]).toEqual([name, refused?.status ?? 200]);
      expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
      if (refused === undefined) {
        expect(operationOutput(operation).safeParse(json(answer)).error).toBeUndefined();
        expect(answer.headers['content-type']).toBe('application/json');
        if (operation.scope === 'cluster') expect(answer.headers['x-fleetwright-cluster']).toBe('legacy');
      }
    }
  });

  test('the answer is the output that the library gives', async () => {
    const output = await fleet.run('pods_list_in_namespace', { cluster: 'current', namespace: 'team-a' });
    const answer = await rest.ask('/v1/core/pods_list_in_namespace?cluster=current&namespace=team-a');
    const { rows } = json(answer);
    expect(Array.isArray(rows) ? rows.map((row: unknown[]) => row[0]) : []).toEqual(output.rows.map((row) => row[0]));
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  test('as text it is what people read', async () => {
    const answer = await rest.ask('/v1/core/pods_list_in_namespace?cluster=legacy&namespace=team-a', { headers: { Accept: 'text/plain' } });
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(answer.text).toContain('pod-0000');
    expect(answer.text).not.toContain('{');
  });

  test('writes are POST with a JSON body, and do what they say', async () => {
    const namespace = 'team-a';
    const name = `rest-${Date.now()}`;
    const created = await rest.ask('/v1/own/honest_write', post({ cluster: 'current', namespace, name }, { 'X-Request-Id': 'order-66' }));
    expect([created.status, json(created)]).toEqual([200, { cluster: 'current', created: name }]);
    expect(created.headers).toMatchObject({ 'x-request-id': 'order-66', 'x-fleetwright-cluster': 'current' });
    const found = await rest.ask(`/v1/core/resources_get?cluster=current&apiVersion=v1&kind=ConfigMap&namespace=${namespace}&name=${name}`);
    expect(found.status).toBe(200);
    const elsewhere = await rest.ask(
      `/v1/core/resources_get?cluster=legacy&apiVersion=v1&kind=ConfigMap&namespace=${namespace}&name=${name}`,
    );
    expect([elsewhere.status, json(elsewhere)]).toEqual([404, expect.objectContaining({ code: 'NOT_FOUND', cluster: 'legacy' })]);
    expect((await rest.ask('/v1/own/honest_delete', post({ cluster: 'current', namespace, name }))).status).toBe(200);
  });

  test('a write without a cluster is refused and done nowhere', async () => {
    const answer = await rest.ask('/v1/own/honest_write', post({ namespace: 'team-a', name: 'nowhere' }));
    expect([answer.status, json(answer)['code']]).toEqual([400, 'CLUSTER_NOT_SELECTED']);
  });

  test('clusters have paths of their own, also by alias', async () => {
    expect(json(await rest.ask('/v1/clusters'))).toMatchObject({ total: 2 });
    expect(json(await rest.ask('/v1/clusters?limit=1'))).toMatchObject({ clusters: [{ name: 'current' }], continue: 'after:current' });
    const one = await rest.ask('/v1/clusters/old');
    expect([one.status, one.headers['x-fleetwright-cluster']]).toEqual([200, 'legacy']);
    expect(json(one)).toMatchObject({ name: 'legacy', aliases: ['old'], source: expect.any(String) });
    const text = await rest.ask('/v1/clusters/legacy', { headers: { Accept: 'text/plain' } });
    expect(text.text).toContain('legacy');
    expect(text.text).not.toContain('current');
    const status = await rest.ask('/v1/clusters/legacy/status');
    expect(json(status)).toMatchObject({ clusters: [{ cluster: 'legacy', status: 'Ready' }], coverage: { matched: 1, ok: 1 } });
    expect(status.headers['x-fleetwright-cluster']).toBe('legacy');
  });

  test('HEAD answers like GET, without the body', async () => {
    const answer = await rest.ask('/v1/clusters', { method: 'HEAD' });
    expect([answer.status, answer.text]).toEqual([200, '']);
    expect(Number(answer.headers['content-length'])).toBeGreaterThan(10);
  });

  test('operations that come while the server runs are served, and those that go are not', async () => {
    const { operations } = fleet;
    if (!(operations instanceof Catalog)) throw new Error('The fleet has another catalog.');
    expect((await rest.ask('/v1/plugins/echo_read?text=a')).status).toBe(404);
    operations.replaceDynamic('plugins', [echoRead]);
    expect(json(await rest.ask('/v1/plugins/echo_read?text=a'))).toEqual({ text: 'a' });
    expect(json(await rest.ask('/openapi.json'))['paths']).toHaveProperty('/v1/plugins/echo_read');
    operations.replaceDynamic('plugins', []);
    const gone = await rest.ask('/v1/plugins/echo_read?text=a');
    expect([gone.status, json(gone)['code']]).toEqual([404, 'OPERATION_UNKNOWN']);
    expect(json(await rest.ask('/openapi.json'))['paths']).not.toHaveProperty('/v1/plugins/echo_read');
  });

  test('a secret does not leave', async () => {
    const answer = await rest.ask('/v1/core/resources_get?cluster=legacy&apiVersion=v1&kind=Secret&namespace=shop&name=database');
    expect(answer.status).toBe(200);
    expect(answer.text).not.toContain('hunter2-shop');
    expect(answer.text).not.toContain(Buffer.from('hunter2-shop').toString('base64'));
  });

  test('a cluster that breaks the connection is that error, with the cluster and what to do', async () => {
    clusters.cluster('legacy').faults.reset();
    const answer = await rest.ask('/v1/core/pods_list?cluster=legacy');
    expect(answer.status).toBe(502);
    expect(answer.headers['x-fleetwright-cluster']).toBe('legacy');
    expect(json(answer)).toMatchObject({
      code: 'CONNECTION_FAILED',
      cluster: 'legacy',
      retryable: true,
      hint: expect.stringContaining('API server'),
    });
    expect((await rest.ask('/v1/core/pods_list?cluster=current')).status).toBe(200);
    await clusters.cluster('legacy').faults.clear();
  });
});
