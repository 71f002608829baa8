import { afterAll, beforeAll, expect, test } from 'vitest';
import { itemsOf, textOf } from '../../../src/lib/clusters/json-shape.js';
import { isRecord } from '../../../src/lib/platform/plain-records.js';
import { builtInKinds, matchKind } from '../../../src/lib/clusters/kind-names.js';
import { SessionPool } from '../../../src/lib/clusters/session-pool.js';
import type { ClusterSession } from '../../../src/lib/clusters/session.js';
import type { Credential } from '../../../src/lib/clusters/connection.js';
import { describeCluster, failureOf } from '../../support/descriptor.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';

const PODS = { apiVersion: 'v1', kind: 'Pod' };
const WIDGETS = { apiVersion: 'example.com/v1', kind: 'Widget' };

for (const name of ['legacy', 'current'])
  await describeWithFleet(`sessions on the ${name} API server`, () => {
    let fleet: Awaited<ReturnType<typeof sharedFleet>>;
    const asked: string[] = [];
    const pool = new SessionPool({ onRequest: ({ operation }) => asked.push(operation) });
    const signal = AbortSignal.timeout(120_000);
    const own = `session-${name}`;
    beforeAll(async () => {
      fleet = await sharedFleet();
      await admin().request({ method: 'POST', path: '/api/v1/namespaces', body: { metadata: { name: own } }, signal });
      const containers = ['web', 'sidecar'].map((container) => ({ name: container, image: 'registry.example/web:1' }));
      const pod = { metadata: { name: 'two' }, spec: { nodeName: `${name}-node-0`, containers, tolerations: [{ operator: 'Exists' }] } };
      await admin().request({ method: 'POST', path: `/api/v1/namespaces/${own}/pods`, body: pod, signal });
    }, 300_000);
    afterAll(async () => {
      await admin().request({ method: 'DELETE', path: `/api/v1/namespaces/${own}`, signal });
      await pool.close();
      await fleet.close();
    });

    function sessionWith(credential: Credential, identity: string): ClusterSession {
      const cluster = fleet.cluster(name);
      const settings = { certificateAuthority: cluster.certificateAuthority, credential };
      return pool.session(describeCluster(cluster.server, settings, { name: `${name}-${identity}` }), { identity });
    }
    function admin(): ClusterSession {
      return sessionWith({ token: fleet.cluster(name).description.tokens.admin }, 'admin');
    }
    async function requestsOf(run: () => Promise<unknown>): Promise<string[]> {
      asked.length = 0;
      await run();
      return [...asked];
    }

    test('the first contact costs one request for a built-in kind, whatever it is called', async () => {
      for (const kind of ['Pod', 'po', 'pods']) {
        const fresh = sessionWith({ token: fleet.cluster(name).description.tokens.admin }, `fresh-${kind.toLowerCase()}`);
        expect(await requestsOf(() => fresh.list({ apiVersion: 'v1', kind }, { namespace: 'shop', signal }))).toEqual(['list pods']);
      }
    });

    test('a list shows the columns of kubectl get and says where it comes from', async () => {
      const all = await admin().list(PODS, { namespace: 'shop', limit: 0, signal });
      expect(all).toMatchObject({
        kind: 'Pod',
        namespaced: true,
        columns: ['name', 'ready', 'status', 'restarts', 'age'],
        fromCache: true,
      });
      expect(all.rows.length).toBeGreaterThanOrEqual(6);
      const filtered = await admin().list(PODS, { namespace: 'team-a', labelSelector: 'no=such', signal });
      expect(filtered).toMatchObject({ rows: [], fromCache: false });
    });

    test('pages add up to the whole, and the last says so', async () => {
      const first = await admin().list(PODS, { namespace: 'team-a', limit: 2, signal });
      expect(first.rows).toHaveLength(2);
      expect(first.continue).toBeDefined();
      expect(first.remaining).toBe(1);
      const last = await admin().list(PODS, { namespace: 'team-a', limit: 2, continue: first.continue, signal });
      expect(last.continue).toBeUndefined();
      expect([...first.rows, ...last.rows].map((row) => row[0])).toEqual(['pod-0000', 'pod-0001', 'pod-0002']);
    });

    test('rows of all namespaces carry theirs', async () => {
      const all = await admin().list(PODS, { limit: 0, signal });
      expect(all.columns[0]).toBe('namespace');
      const mine = await admin().list(PODS, { namespace: 'team-a', limit: 0, signal });
      expect(all.rows.filter((row) => row[0] === 'team-a').map((row) => row.slice(1, 3))).toEqual(mine.rows.map((row) => row.slice(0, 2)));
    });

    test('custom resources: one discovery request, kept; their printer columns', async () => {
      const fresh = sessionWith({ token: fleet.cluster(name).description.tokens.admin }, 'widgets');
      expect(await requestsOf(() => fresh.list(WIDGETS, { namespace: 'shop', signal }))).toEqual(['get /apis', 'list widgets']);
      expect(await requestsOf(() => fresh.list({ ...WIDGETS, kind: 'widgets' }, { namespace: 'shop', signal }))).toEqual(['list widgets']);
      const table = await fresh.list(WIDGETS, { namespace: 'shop', signal });
      expect(table.rows.map((row) => row[0])).toEqual(['large', 'small']);
      expect(table.columns.length).toBeGreaterThan(1);
      expect(await fresh.get(WIDGETS, 'small', { namespace: 'shop', signal })).toMatchObject({
        kind: 'Widget',
        metadata: { name: 'small' },
      });
    });

    test('unknown kinds and versions suggest what was meant', async () => {
      const kind = await failureOf(admin().list({ apiVersion: 'example.com/v1', kind: 'Wigdet' }, { signal }));
      expect(kind).toMatchObject({ code: 'KIND_UNKNOWN', cluster: `${name}-admin` });
      expect(kind.message).toContain('Did you mean "Widget"?');
      const version = await failureOf(admin().list({ apiVersion: 'app/v1', kind: 'Deployment' }, { signal }));
      expect(version.code).toBe('KIND_UNKNOWN');
      expect(version.message).toContain('Did you mean "apps/v1"?');
    });

    test('the built-in kinds are what the server serves', async () => {
      const groups = (await admin().request({ path: '/apis', signal })).json();
      const versions = itemsOf(isRecord(groups) ? groups['groups'] : []).flatMap((group) =>
        itemsOf(isRecord(group) ? group['versions'] : []).flatMap((version) =>
          isRecord(version) ? (textOf(version['groupVersion']) ?? []) : [],
        ),
      );
      let compared = 0;
      for (const apiVersion of ['v1', ...versions].filter((version) => builtInKinds(version).length > 0)) {
        const list = (await admin().request({ path: apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`, signal })).json();
        for (const served of itemsOf(isRecord(list) ? list['resources'] : [])) {
          if (!isRecord(served) || !itemsOf(served['verbs']).includes('list')) continue;
          const known = matchKind(builtInKinds(apiVersion), textOf(served['kind']) ?? '');
          expect({
            apiVersion,
            kind: known?.kind,
            plural: known?.plural,
            namespaced: known?.namespaced,
            shortNames: [...(known?.shortNames ?? [])].sort(),
          }).toEqual({
            apiVersion,
            kind: served['kind'],
            plural: served['name'],
            namespaced: served['namespaced'],
            shortNames: [...itemsOf(served['shortNames'])].sort(),
          });
          compared += 1;
        }
      }
      expect(compared).toBeGreaterThan(45);
    });

    test('a built-in kind that this release lacks is told', async () => {
      const list = admin().list({ apiVersion: 'flowcontrol.apiserver.k8s.io/v1', kind: 'FlowSchema' }, { signal });
      if (name === 'legacy') expect((await failureOf(list)).code).toBe('KIND_UNKNOWN');
      else expect((await list).kind).toBe('FlowSchema');
    });

    test('objects come as stored; a missing one is NOT_FOUND, not an unknown kind', async () => {
      expect(await admin().get(PODS, 'pod-0000', { namespace: 'team-a', signal })).toMatchObject({
        kind: 'Pod',
        metadata: { name: 'pod-0000' },
      });
      expect(
        await admin().get({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole' }, 'system:node', { signal }),
      ).toMatchObject({ kind: 'ClusterRole' });
      const missing = await failureOf(admin().get(PODS, 'nope', { namespace: 'team-a', signal }));
      expect(missing).toMatchObject({ code: 'NOT_FOUND', details: { httpStatus: 404, reason: 'NotFound', object: 'nope' } });
    });

    test('namespaces where they do not belong; an object without one is looked for in the default one', async () => {
      const extra = await failureOf(admin().list({ apiVersion: 'v1', kind: 'Node' }, { namespace: 'shop', signal }));
      expect(extra).toMatchObject({ code: 'INPUT_INVALID', cluster: `${name}-admin`, details: { parameter: 'namespace' } });
      const elsewhere = await failureOf(admin().get(PODS, 'pod-0000', { signal }));
      expect(elsewhere).toMatchObject({ code: 'NOT_FOUND', message: expect.stringContaining('"default"') as string });
      for (const namespace of ['-x', '../x', 'a/b', ''])
        expect((await failureOf(admin().list(PODS, { namespace, signal }))).code).toBe('INPUT_INVALID');
    });

    test('a denied user learns who may not do what', async () => {
      const restricted = sessionWith({ token: fleet.cluster(name).description.tokens.restricted }, 'restricted');
      expect((await restricted.list(PODS, { namespace: 'team-a', signal })).rows).toHaveLength(3);
      const error = await failureOf(restricted.list(PODS, { namespace: 'shop', signal }));
      expect(error.code).toBe('FORBIDDEN');
      expect(error.message).toMatch(/cannot list resource "pods"/);
      expect((await failureOf(sessionWith({ token: 'revoked' }, 'revoked').list(PODS, { signal }))).code).toBe('UNAUTHORIZED');
    });

    test('a selector that is none', async () => {
      const error = await failureOf(admin().list(PODS, { namespace: 'shop', labelSelector: '=,=', signal }));
      expect(error).toMatchObject({ code: 'INPUT_INVALID', details: { httpStatus: 400 } });
    });

    test('logs, and which containers there are when the choice was wrong', async () => {
      await expect
        .poll(async () => JSON.stringify(await admin().get(PODS, 'two', { namespace: own, signal })), { timeout: 60_000, interval: 500 })
        .toContain('"phase":"Running"');
      const log = await admin().logs({ namespace: own, pod: 'two', container: 'web', tailLines: 5, signal });
      expect(typeof log).toBe('string');
      for (const container of [undefined, 'nope']) {
        const error = await failureOf(admin().logs({ namespace: own, pod: 'two', container, signal }));
        expect(error).toMatchObject({ code: 'INPUT_INVALID', details: { containers: ['web', 'sidecar'] } });
      }
      expect((await failureOf(admin().logs({ namespace: own, pod: 'nope', signal }))).code).toBe('NOT_FOUND');
    }, 90_000);

    test('a stream gives what comes and ends with its signal', async () => {
      const caller = new AbortController();
      const received: string[] = [];
      const watch = (async () => {
        const path = `/api/v1/namespaces/team-a/pods`;
        for await (const chunk of admin().stream({ path, query: { watch: true, resourceVersion: 0 }, signal: caller.signal })) {
          received.push(Buffer.from(chunk).toString());
          caller.abort();
        }
      })();
      expect((await failureOf(watch)).code).toBe('CANCELLED');
      expect(received.join('')).toContain('"type":"ADDED"');
    });

    test('the certificate of the server is read', async () => {
      await admin().list(PODS, { namespace: 'shop', signal });
      expect(Date.parse(admin().certificates().serverNotAfter ?? '')).toBeGreaterThan(Date.now());
    });
  });
