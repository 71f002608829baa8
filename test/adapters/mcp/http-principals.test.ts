import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  AccessRefusal,
  createAuthenticator,
  serveHttp,
  type Authenticator,
  type HttpServing,
  type ServeHttpOptions,
} from '../../../src/adapters/mcp/index.js';
import { createFleet, defineOperation, type Fleet } from '../../../src/index.js';
import { Catalog } from '../../../src/lib/catalog.js';
import { kubeconfig, temporaryDirectory } from '../../support/kubeconfigs.js';
import { newerHttp, olderHttp, open } from './clients.js';
import { ask, initialize, initializeBody, messageIn, modernRpc, openStream, rpc, RPC_HEADERS, type HttpAnswer } from './http-requests.js';
import { bearer, fleetAuthenticator, TOKENS } from './principals.js';

const directory = temporaryDirectory();
let fleet: Fleet;
let serving: HttpServing;
beforeAll(async () => {
  for (const name of ['legacy', 'current'])
    writeFileSync(join(directory.path, `${name}.yaml`), kubeconfig({ server: `https://${name}.test` }));
  fleet = createFleet({ kubeconfigDir: directory.path });
  serving = await serveHttp(fleet, { port: 0, authenticate: fleetAuthenticator() });
});
afterAll(async () => {
  await serving.close();
  await fleet.close();
  directory.remove();
});

function call(session: string, token: string, name: string, input: unknown): Promise<HttpAnswer> {
  const headers = { ...RPC_HEADERS, ...bearer(token), 'Mcp-Session-Id': session };
  return ask(`${serving.url}/mcp`, { method: 'POST', headers, body: rpc('tools/call', { name, arguments: input }) });
}

describe('a session', () => {
  test('is not there for anyone but who began it', async () => {
    const session = await initialize(serving.url, bearer(TOKENS.ben));
    const wrong = 'c1b5c9a4-0000-4000-8000-000000000000';
    for (const token of [TOKENS.cho, TOKENS.root]) {
      const stolen = await call(session, token, 'clusters_switch', { cluster: 'legacy' });
      const never = await call(wrong, token, 'clusters_switch', { cluster: 'legacy' });
      expect([stolen.status, stolen.text]).toEqual([404, never.text]);
      for (const method of ['GET', 'DELETE']) {
        const headers = { 'Accept': 'text/event-stream', ...bearer(token), 'Mcp-Session-Id': session };
        expect((await ask(`${serving.url}/mcp`, { method, headers })).status).toBe(404);
      }
    }
    expect(fleet.clusters.active(`mcp:${session}`)).toBeUndefined();
    const own = await call(session, TOKENS.ben, 'clusters_switch', { cluster: 'legacy' });
    expect(messageIn(own).result).toMatchObject({ structuredContent: { cluster: 'legacy' } });
    const headers = { ...bearer(TOKENS.ben), 'Mcp-Session-Id': session };
    expect((await ask(`${serving.url}/mcp`, { method: 'DELETE', headers })).status).toBe(200);
  });

  test('of HTTP+SSE is not there for anyone else either', async () => {
    const stream = await openStream(`${serving.url}/sse`, bearer(TOKENS.ben));
    const [data] = await new Promise<Buffer[]>((resolve) => stream.once('data', (...chunks: Buffer[]) => resolve(chunks)));
    const path = /data: (\S+)/.exec(String(data))?.[1] ?? '';
    const send = async (token: string): Promise<number> =>
      (await ask(`${serving.url}${path}`, { method: 'POST', headers: { ...RPC_HEADERS, ...bearer(token) }, body: initializeBody() }))
        .status;
    expect(await send(TOKENS.cho)).toBe(404);
    expect(await send(TOKENS.ben)).toBe(202);
    stream.destroy();
  });

  test('gives each request the rights of its own token, not those of the first one', async () => {
    const session = await initialize(serving.url, bearer(TOKENS.cho));
    const input = { cluster: 'current', name: 'web', namespace: 'shop' };
    const looking = messageIn(await call(session, TOKENS.choLooking, 'pods_delete', input));
    expect(looking.result).toMatchObject({ isError: true, content: [{ text: expect.stringMatching(/^OPERATION_NOT_ALLOWED/) }] });
    const full = messageIn(await call(session, TOKENS.cho, 'pods_delete', input));
    // There is no such host: it was tried.
    expect(full.result).toMatchObject({ isError: true, content: [{ text: expect.not.stringMatching(/^OPERATION_NOT_ALLOWED/) }] });
  });

  test('cannot be begun without a token, nor with a wrong one', async () => {
    for (const headers of [{}, bearer('no-token-of-anyone-here')]) {
      const answer = await ask(`${serving.url}/mcp`, { method: 'POST', headers: { ...RPC_HEADERS, ...headers }, body: initializeBody() });
      expect(answer.status).toBe(401);
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer realm="fleetwright"/);
      expect(answer.headers['mcp-session-id']).toBeUndefined();
      expect(messageIn(answer).error?.message).toMatch(/token/);
    }
  });
});

describe('lists of callers with roles', () => {
  test('change for them, too', async () => {
    for (const connecting of [olderHttp(serving.url, TOKENS.ben), newerHttp(serving.url, 'pinned', TOKENS.ben)]) {
      await using ben = await open(connecting);
      const before = await ben.client.tools();
      for (const dynamic of [[sample], []]) {
        const { told } = await ben.client.listenForTools();
        catalogOf(fleet).replaceDynamic('samples', dynamic);
        await told;
        expect(await ben.client.tools()).toHaveLength(before.length + dynamic.length);
      }
    }
  });

  test('are made for each, also in requests that stand alone', async () => {
    const names = async (token: string): Promise<string> => {
      const { headers, body } = modernRpc('tools/list', {});
      return (await ask(`${serving.url}/mcp`, { method: 'POST', headers: { ...headers, ...bearer(token) }, body })).text;
    };
    const [ben, root, again] = [await names(TOKENS.ben), await names(TOKENS.root), await names(TOKENS.ben)];
    expect(root).toContain('"pods_delete"');
    expect(ben).not.toContain('"pods_delete"');
    expect(again).toBe(ben);
  });
});

describe('metrics', () => {
  test.each([
    ['root', TOKENS.root, 200],
    ['someone whose role is for every cluster', TOKENS.choLooking, 200],
    ['someone who may not know every cluster', TOKENS.ben, 403],
    ['a stranger', 'no-token-of-anyone-here', 401],
  ])('answer %s', async (_who, token, status) => {
    const answer = await ask(`${serving.url}/metrics`, { headers: bearer(token) });
    expect(answer.status).toBe(status);
    if (status === 200) return;
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(answer.text)).toMatchObject({ status, instance: '/metrics', code: expect.stringMatching(/^[A-Z_]+$/) });
    expect(answer.text).not.toMatch(/legacy|current/);
  });
});

describe('an authenticator of one’s own', () => {
  async function withAuthenticator(authenticate: Authenticator, use: (url: string, errors: Error[]) => Promise<void>): Promise<void> {
    const errors: Error[] = [];
    const own = await serveHttp(fleet, { port: 0, authenticate, onerror: (error) => errors.push(error) });
    await use(own.url, errors).finally(() => own.close());
  }

  test('that fails lets nobody in, and its words go to the log only', async () => {
    await withAuthenticator(
      () => Promise.reject(new Error('directory of users is down')),
      async (url, errors) => {
        for (const path of ['/mcp', '/sse', '/metrics']) {
          const answer = await ask(`${url}${path}`);
          expect([path, answer.status]).toEqual([path, 500]);
          expect(answer.text).not.toContain('directory of users');
        }
        expect(errors.map(({ message }) => message)).toContain('directory of users is down');
      },
    );
  });

  test('that cannot know now is answered with 503 and when to come again', async () => {
    const refusal = new AccessRefusal('AUTHENTICATION_UNAVAILABLE', 'The keys could not be read.', { headers: { 'Retry-After': '5' } });
    await withAuthenticator(
      () => Promise.resolve(refusal),
      async (url, errors) => {
        const answer = await ask(`${url}/mcp`, { method: 'POST', headers: RPC_HEADERS, body: initializeBody() });
        expect([answer.status, answer.headers['retry-after']]).toEqual([503, '5']);
        expect(messageIn(answer).error).toMatchObject({ code: -32000, data: { code: 'AUTHENTICATION_UNAVAILABLE' } });
        expect(errors).toHaveLength(1);
      },
    );
  });

  test('whose limits cannot be meant allows nothing', async () => {
    const limits = { grants: [{ access: 'full' as const, clusters: 'env=(' }] };
    await withAuthenticator(
      () => Promise.resolve({ user: 'eve', id: 'eve', limits }),
      async (url) => {
        const headers = { ...RPC_HEADERS, 'Mcp-Session-Id': await initialize(url) };
        const answers = [rpc('tools/list', {}), rpc('tools/call', { name: 'clusters_list', arguments: {} })].map(async (body) =>
          messageIn(await ask(`${url}/mcp`, { method: 'POST', headers, body })),
        );
        const [list, called] = await Promise.all(answers);
        expect(list?.error?.message).toContain('limits');
        expect(called?.result).toMatchObject({ isError: true, content: [{ text: expect.stringMatching(/^INPUT_INVALID/) }] });
      },
    );
  });
});

describe('options that contradict each other', () => {
  const authenticate = fleetAuthenticator();
  test.each<[string, Partial<ServeHttpOptions>]>([
    ['a token and an authenticator', { authToken: 'a-token-of-enough-length', authenticate }],
    ['a short token', { authToken: 'short' }],
    ['an authenticator that lets everyone in, beyond this machine', { host: '0.0.0.0', authenticate: createAuthenticator({}) }],
  ])('%s', async (_what, options) => {
    await expect(serveHttp(fleet, { port: 0, ...options })).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  test('an authenticator is enough to listen beyond this machine', async () => {
    const beyond = await serveHttp(fleet, { port: 0, host: '0.0.0.0', authenticate });
    expect((await ask(`http://127.0.0.1:${new URL(beyond.url).port}/mcp`, { method: 'POST', headers: RPC_HEADERS })).status).toBe(401);
    await beyond.close();
  });

  test('without one, nobody whom a proxy brings is served', async () => {
    const open = await serveHttp(fleet, { port: 0 });
    const proxied = await ask(`${open.url}/mcp`, {
      method: 'POST',
      headers: { ...RPC_HEADERS, 'X-Forwarded-For': '10.0.0.1' },
      body: initializeBody(),
    });
    expect(proxied.status).toBe(403);
    await open.close();
  });
});

const sample = defineOperation({
  name: 'sample_operation',
  title: 'Sample',
  description: 'Comes and goes.',
  scope: 'local',
  effect: 'read',
  idempotent: true,
  input: z.object({}),
  output: z.object({}),
  handler: () => Promise.resolve({}),
});

function catalogOf({ operations }: Fleet): Catalog {
  if (operations instanceof Catalog) return operations;
  throw new Error('The operations of a fleet are its catalog.');
}
