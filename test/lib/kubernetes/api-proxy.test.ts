import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFleet, FleetError, type Fleet } from '../../../src/index.js';
import { startApiProxy, type ApiProxy } from '../../../src/lib/kubernetes/api-proxy/start-api-proxy.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';
import { ownNamespace } from '../../support/own-namespace.js';

const namespace = 'api-proxy';

await describeWithFleet('the proxy of programs', () => {
  let local: LocalFleet;
  let fleet: Fleet;
  let removeNamespace: () => Promise<void>;
  beforeAll(async () => {
    local = await sharedFleet();
    fleet = createFleet({ kubeconfigDir: local.kubeconfigDirectory });
    removeNamespace = await ownNamespace(local, namespace);
  });
  afterAll(async () => {
    await removeNamespace();
    await fleet.close();
    await local.close();
  });

  describe.each(['legacy', 'current'] as const)('on %s', (cluster) => {
    let proxy: ApiProxy;
    const writes: string[] = [];
    beforeAll(async () => {
      const session = await fleet.clusters.session(cluster, {
        allow: ({ path }) => (path.includes('/refused') ? new FleetError('OPERATION_NOT_ALLOWED', 'Not this one.') : undefined),
      });
      proxy = await startApiProxy({ session, maskSecrets: true, onWrite: ({ method = '', path }) => writes.push(`${method} ${path}`) });
    });
    afterAll(() => proxy.close());

    const open = async (
      path: string,
      options: { readonly method?: string; readonly body?: string; readonly key?: string; readonly accept?: string } = {},
    ) => {
      const { hostname, port, username, password } = new URL(proxy.proxyUrl);
      const key = options.key ?? `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
      const headers = {
        'proxy-authorization': key,
        'accept': options.accept ?? 'application/json',
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      };
      const outgoing = request({ hostname, port, path, method: options.method ?? 'GET', headers });
      outgoing.on('error', () => undefined).end(options.body);
      return { outgoing, answer: await answerTo(outgoing) };
    };
    const ask = async (path: string, options: Parameters<typeof open>[1] = {}) => {
      const { answer } = await open(`http://cluster.invalid${path}`, options);
      const body = await text(answer);
      return { status: answer.statusCode, type: answer.headers['content-type'], body, json: (): unknown => JSON.parse(body) };
    };

    test('is closed to everybody without its key', async () => {
      for (const key of ['', 'Basic ', 'Basic Zm9vOmJhcg==', 'Bearer x'])
        expect(await ask('/version', { key })).toMatchObject({ status: 407, body: '' });
      expect(await ask('/version')).toMatchObject({ status: 200 });
    });

    test('reads, writes and tells what is written', async () => {
      const body = JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'made' }, data: { a: 'ünïcode' } });
      const path = `/api/v1/namespaces/${namespace}/configmaps`;
      expect(await ask(path, { method: 'POST', body })).toMatchObject({ status: 201 });
      expect((await ask(`${path}/made?pretty=false`)).json()).toMatchObject({ data: { a: 'ünïcode' } });
      expect(writes).toContain(`POST ${path}`);
    });

    test('an answer in another form than JSON comes as it is', async () => {
      const openapi = 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf';
      const answer = await ask('/openapi/v2', { accept: openapi });
      expect(answer).toMatchObject({ status: 200 });
      expect(answer.body.length).toBeGreaterThan(100_000);
      const either = await ask(`/api/v1/namespaces/${namespace}`, { accept: 'application/vnd.kubernetes.protobuf,application/json' });
      expect(either).toMatchObject({ status: 200, type: 'application/json' });
    });

    test('refusals come as the Status that a client understands, and are kept', async () => {
      expect((await ask(`/api/v1/namespaces/${namespace}/configmaps/none`)).json()).toMatchObject({
        kind: 'Status',
        reason: 'NotFound',
        code: 404,
        message: 'configmaps "none" not found',
      });
      expect((await ask(`/api/v1/namespaces/refused/pods`)).json()).toMatchObject({
        kind: 'Status',
        reason: 'Forbidden',
        code: 403,
        message: 'Not this one.',
      });
      expect(proxy.failures.map(({ code }) => code)).toEqual(expect.arrayContaining(['NOT_FOUND', 'OPERATION_NOT_ALLOWED']));
    });

    test.each(['/api/v1/../../version', '/api/v1/namespaces/%2e%2e/pods', '//evil.example.test/api', '/api/v1/namespaces/a%2Fb/pods'])(
      '%s is refused',
      async (path) => {
        expect((await ask(path)).status).toBe(400);
      },
    );

    test.each(['OPTIONS', 'TRACE'])('%s is refused', async (method) => {
      expect((await ask('/version', { method })).status).toBe(400);
    });

    test('what is no address of a cluster is refused', async () => {
      const { answer } = await open('/version');
      expect(answer.statusCode).toBe(400);
    });

    test('values of Secrets are masked, releases of helm are not', async () => {
      const path = `/api/v1/namespaces/${namespace}/secrets`;
      const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': '{"data":{"a":"Y2FuYXJ5"}}' };
      for (const [name, type] of [
        ['own', 'Opaque'],
        ['release', 'helm.sh/release.v1'],
      ] as const) {
        const body = JSON.stringify({
          apiVersion: 'v1',
          kind: 'Secret',
          type,
          metadata: { name, annotations },
          stringData: { a: 'canary' },
        });
        await local.cluster(cluster).adminClient.request('POST', path, JSON.parse(body) as object);
      }
      const masked = Buffer.from('***').toString('base64');
      const canary = Buffer.from('canary').toString('base64');
      const own = await ask(`${path}/own`, { accept: 'application/vnd.kubernetes.protobuf' });
      expect(own.json()).toMatchObject({ data: { a: masked } });
      expect(own.body).not.toContain(canary);
      expect((await ask(`${path}/release`)).json()).toMatchObject({ data: { a: canary } });
      const list = (await ask(path)).json() as { items: { metadata: { name: string }; data: unknown }[] };
      expect(Object.fromEntries(list.items.map(({ metadata, data }) => [metadata.name, data]))).toMatchObject({
        own: { a: masked },
        release: { a: canary },
      });
      for (const watch of [`${path}?watch=true`, `${path}?watch=false&watch=1`, `/api/v1/watch/namespaces/${namespace}/secrets`])
        expect((await ask(watch)).status).toBe(403);
    });

    test('a watch begins before anything happens, and ends with the program or the proxy', async () => {
      const path = `http://cluster.invalid/api/v1/namespaces/${namespace}/configmaps?watch=true&fieldSelector=metadata.name%3Dwatched`;
      const first = await open(path);
      expect(first.answer.statusCode).toBe(200);
      const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'watched' } };
      await local.cluster(cluster).adminClient.request('POST', `/api/v1/namespaces/${namespace}/configmaps`, body);
      const [chunk] = (await once(first.answer, 'data')) as [Buffer];
      expect(JSON.parse(chunk.toString())).toMatchObject({ type: 'ADDED', object: { metadata: { name: 'watched' } } });
      first.outgoing.destroy();

      const session = await fleet.clusters.session(cluster);
      const other = await startApiProxy({ session, maskSecrets: false });
      const { hostname, port, username, password } = new URL(other.proxyUrl);
      const outgoing = request({
        hostname,
        port,
        path,
        headers: { 'proxy-authorization': `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` },
      });
      outgoing.on('error', () => undefined).end();
      const answer = await answerTo(outgoing);
      answer.on('error', () => undefined).resume();
      const ended = new Promise<void>((resolve) => answer.once('close', () => resolve()));
      await other.close();
      await ended;
    });
  });
});

async function answerTo(outgoing: ReturnType<typeof request>): Promise<IncomingMessage> {
  return await new Promise((resolve, reject) => {
    outgoing.once('response', resolve);
    outgoing.once('error', reject);
  });
}
