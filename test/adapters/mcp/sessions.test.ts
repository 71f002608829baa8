import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { serveHttp, type HttpServing, type ServeHttpOptions } from '../../../src/adapters/mcp/index.js';
import { createFleet, type Fleet } from '../../../src/index.js';
import { kubeconfig, temporaryDirectory } from '../../support/kubeconfigs.js';
import { startHangingServer } from './hanging-server.js';
import { ask, initialize, messageIn, openStream, rpc, RPC_HEADERS, type HttpAnswer } from './http-requests.js';

let directory: ReturnType<typeof temporaryDirectory>;
let fleet: Fleet;
let serving: HttpServing | undefined;
beforeEach(() => {
  directory = temporaryDirectory();
  for (const name of ['one', 'two']) writeFileSync(join(directory.path, `${name}.yaml`), kubeconfig({ server: `https://${name}.test` }));
  fleet = createFleet({ kubeconfigDir: directory.path });
});
afterEach(async () => {
  await serving?.close();
  await fleet.close();
  directory.remove();
});

async function serve(options: Partial<ServeHttpOptions> = {}): Promise<string> {
  serving = await serveHttp(fleet, { port: 0, ...options });
  return serving.url;
}

function call(url: string, session: string, name: string, input: unknown, id = 1): Promise<HttpAnswer> {
  const headers = { ...RPC_HEADERS, 'Mcp-Session-Id': session };
  return ask(`${url}/mcp`, { method: 'POST', headers, body: rpc('tools/call', { name, arguments: input }, id) });
}

async function activeOf(url: string, session: string, id = 1): Promise<unknown> {
  const { result } = messageIn(await call(url, session, 'clusters_list', {}, id));
  return result?.['structuredContent'];
}

test('two sessions never see each other’s active cluster', async () => {
  const url = await serve();
  const sessions = [await initialize(url), await initialize(url)] as const;
  const names = ['one', 'two'] as const;
  for (const index of [0, 1] as const) await call(url, sessions[index], 'clusters_switch', { cluster: names[index] });
  const seen = await Promise.all(
    Array.from({ length: 200 }, async (_, turn) => {
      const index = turn % 2 === 0 ? 0 : 1;
      if (turn % 10 < 2) await call(url, sessions[index], 'clusters_switch', { cluster: names[index] }, turn);
      return [index, await activeOf(url, sessions[index], turn)];
    }),
  );
  for (const [index, answer] of seen) expect(answer).toMatchObject({ active: names[index === 0 ? 0 : 1] });
});

test('a session that is deleted takes its active cluster with it', async () => {
  const url = await serve();
  const session = await initialize(url);
  await call(url, session, 'clusters_switch', { cluster: 'one' });
  expect(fleet.clusters.active(`mcp:${session}`)).toBe('one');
  expect((await ask(`${url}/mcp`, { method: 'DELETE', headers: { 'Mcp-Session-Id': session } })).status).toBe(200);
  expect(fleet.clusters.active(`mcp:${session}`)).toBeUndefined();
  expect((await call(url, session, 'clusters_list', {})).status).toBe(404);
});

test('a session that nobody uses ends; one with an open stream does not', async () => {
  const url = await serve({ sessionIdleMs: 100 });
  const [idle, listening] = [await initialize(url), await initialize(url)];
  const stream = await openStream(`${url}/mcp`, { 'Mcp-Session-Id': listening });
  await expect.poll(async () => (await call(url, idle, 'clusters_list', {})).status, { interval: 300, timeout: 10_000 }).toBe(404);
  expect((await call(url, listening, 'clusters_list', {})).status).toBe(200);
  stream.destroy();
});

test('the session that is idle longest makes room', async () => {
  const url = await serve({ maxSessions: 2 });
  const [first, second] = [await initialize(url), await initialize(url)];
  await call(url, first, 'clusters_list', {});
  const third = await initialize(url);
  const statuses = await Promise.all([first, second, third].map(async (session) => (await call(url, session, 'clusters_list', {})).status));
  expect(statuses).toEqual([200, 404, 200]);
});

test('when every session is busy, a new one is refused and none is ended', async () => {
  await using cluster = await startHangingServer();
  writeFileSync(join(directory.path, 'stuck.yaml'), kubeconfig({ server: cluster.url }));
  const url = await serve({ maxSessions: 1, closeTimeoutMs: 0 });
  const busy = await initialize(url);
  const asked = cluster.asked();
  const pending = call(url, busy, 'pods_list', { cluster: 'stuck' }).catch(() => undefined);
  await asked;
  await expect(initialize(url)).rejects.toThrow('503');
  expect((await call(url, busy, 'clusters_list', {}, 2)).status).toBe(200);
  await serving?.close();
  await pending;
});

test('closing lets a call finish, and refuses new ones', async () => {
  await using cluster = await startHangingServer();
  writeFileSync(join(directory.path, 'stuck.yaml'), kubeconfig({ server: cluster.url }));
  const url = await serve({ closeTimeoutMs: 20_000 });
  const session = await initialize(url);
  const asked = cluster.asked();
  const pending = call(url, session, 'pods_list', { cluster: 'stuck' });
  const socket = await asked;
  const closing = serving?.close();
  for (const path of ['/health', '/mcp', '/anything']) {
    const refused = await ask(`${url}${path}`);
    expect([path, refused.status, refused.headers.connection]).toEqual([path, 503, 'close']);
    expect(JSON.parse(refused.text)).toMatchObject({ code: 'SERVER_CLOSING', retryable: true });
  }
  socket.destroy();
  expect(messageIn(await pending).result).toMatchObject({ isError: true });
  await closing;
  await expect(ask(`${url}/health`)).rejects.toThrow();
});

test('closing does not wait for streams, nor longer than it was told for calls', async () => {
  await using cluster = await startHangingServer();
  writeFileSync(join(directory.path, 'stuck.yaml'), kubeconfig({ server: cluster.url }));
  const url = await serve({ closeTimeoutMs: 50 });
  const session = await initialize(url);
  const stream = await openStream(`${url}/mcp`, { 'Mcp-Session-Id': session });
  const asked = cluster.asked();
  const pending = call(url, session, 'pods_list', { cluster: 'stuck' }).catch(() => undefined);
  await asked;
  const ended = once(stream, 'close');
  await serving?.close();
  await ended;
  await pending;
});
