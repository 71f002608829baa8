import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { SessionPool } from '../../../src/lib/clusters/session-pool.js';
import { FleetError } from '../../../src/lib/errors.js';
import { describeCluster, failureOf } from '../../support/descriptor.js';
import { sendJson, startServer } from '../../support/https-server.js';

const signal = AbortSignal.timeout(60_000);
const pools: SessionPool[] = [];
function poolWith(options: ConstructorParameters<typeof SessionPool>[0] = {}): SessionPool {
  const pool = new SessionPool(options);
  pools.push(pool);
  return pool;
}
afterEach(async () => {
  for (const pool of pools.splice(0)) await pool.close();
});

/** A server that answers only when told to. */
async function startPatientServer() {
  const waiting: ServerResponse[] = [];
  const server = await startServer((_, response) => waiting.push(response));
  const arrived = async (count: number): Promise<void> => {
    while (waiting.length < count) await once(server.server, 'request');
  };
  const answerAll = (): void => {
    for (const response of waiting.splice(0)) sendJson(response, { ok: true });
  };
  return { ...server, waiting, arrived, answerAll, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

test('opening a session connects nothing; the connection data is read once for all first callers', async () => {
  await using server = await startServer((_, response) => sendJson(response, { ok: true }));
  let connects = 0;
  const plain = describeCluster(server.url);
  const descriptor = { ...plain, connect: (limit: AbortSignal) => ((connects += 1), plain.connect(limit)) };
  const pool = poolWith();
  const session = pool.session(descriptor);
  expect(connects).toBe(0);
  expect(pool.stats()).toEqual({ open: 0, sockets: 0, active: 0 });
  await Promise.all(Array.from({ length: 8 }, () => pool.session(descriptor).request({ path: '/version', signal })));
  expect(await session.defaultNamespace(signal)).toBe('default');
  expect(connects).toBe(1);
});

test('calls one after another use one connection', async () => {
  await using server = await startServer((_, response) => sendJson(response, { ok: true }));
  const session = poolWith().session(describeCluster(server.url));
  for (let call = 0; call < 20; call += 1) await session.request({ path: '/version', signal });
  expect(server.connections()).toBe(1);
});

test('a failed connect is not remembered', async () => {
  await using server = await startServer((_, response) => sendJson(response, { ok: true }));
  const good = describeCluster(server.url);
  let fail = true;
  const broken = new FleetError('KUBECONFIG_INVALID', 'The kubeconfig is empty.');
  const session = poolWith().session({ ...good, connect: (limit) => (fail ? Promise.reject(broken) : good.connect(limit)) });
  const error = await failureOf(session.request({ path: '/version', signal }));
  expect(error).toMatchObject({ code: 'KUBECONFIG_INVALID', cluster: 'prod-1' });
  fail = false;
  expect((await session.request({ path: '/version', signal })).status).toBe(200);
});

test('one caller that gives up while connecting leaves the others alone', async () => {
  await using server = await startServer((_, response) => sendJson(response, { ok: true }));
  const good = describeCluster(server.url);
  const gate = deferred();
  const session = poolWith().session({ ...good, connect: async (limit) => (await gate.promise, await good.connect(limit)) });
  const impatient = new AbortController();
  const first = failureOf(session.request({ path: '/version', signal: impatient.signal }));
  const second = session.request({ path: '/version', signal });
  impatient.abort();
  expect((await first).code).toBe('CANCELLED');
  gate.resolve(undefined);
  expect((await second).status).toBe(200);
});

test('after a change, calls in flight end on the old connection and new ones use the new', async () => {
  await using old = await startPatientServer();
  await using current = await startServer((_, response) => sendJson(response, { from: 'new' }));
  const closed: string[] = [];
  const pool = poolWith({ onClosed: ({ why }) => closed.push(why) });
  const session = pool.session(describeCluster(old.url));
  const inFlight = session.request({ path: '/version', signal });
  await old.arrived(1);
  pool.refresh('prod-1', describeCluster(current.url, {}, { fingerprint: '2' }));
  expect((await session.request({ path: '/version', signal })).json()).toEqual({ from: 'new' });
  old.answerAll();
  expect((await inFlight).json()).toEqual({ ok: true });
  expect(closed).toEqual(['changed']);
  expect(current.requests).toHaveLength(1);
});

test('the same fingerprint keeps the connection', async () => {
  await using server = await startServer((_, response) => sendJson(response, { ok: true }));
  const pool = poolWith();
  await pool.session(describeCluster(server.url)).request({ path: '/version', signal });
  pool.refresh('prod-1', describeCluster('https://127.0.0.1:1'));
  await pool.session(describeCluster(server.url)).request({ path: '/version', signal });
  expect(server.connections()).toBe(1);
});

test('a removed cluster ends its calls in flight in peace and refuses new ones', async () => {
  await using server = await startPatientServer();
  const pool = poolWith();
  const session = pool.session(describeCluster(server.url));
  const inFlight = session.request({ path: '/version', signal });
  await server.arrived(1);
  pool.remove('prod-1');
  expect((await failureOf(session.request({ path: '/version', signal }))).code).toBe('CLUSTER_UNKNOWN');
  server.answerAll();
  expect((await inFlight).status).toBe(200);
});

test('closing ends calls in flight, also those that wait for a socket, and refuses new ones', async () => {
  await using server = await startPatientServer();
  const pool = poolWith();
  const session = pool.session(describeCluster(server.url));
  const running = Array.from({ length: 20 }, (_, index) => failureOf(session.request({ path: `/version/${String(index)}`, signal })));
  await server.arrived(16);
  await pool.close();
  expect(new Set((await Promise.all(running)).map((error) => error.code))).toEqual(new Set(['CLOSED']));
  expect((await failureOf(session.request({ path: '/version', signal }))).code).toBe('CLOSED');
  expect(pool.stats()).toEqual({ open: 0, sockets: 0, active: 0 });
});

test('idle connections close by themselves, and the next call opens again', async () => {
  await using server = await startServer((_, response) => sendJson(response, { ok: true }));
  const events: string[] = [];
  let idle: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => (idle = resolve));
  const pool = poolWith({
    idleTimeoutMs: 50,
    onOpened: () => events.push('opened'),
    onClosed: ({ why }) => {
      events.push(why);
      idle();
    },
  });
  const session = pool.session(describeCluster(server.url));
  await session.request({ path: '/version', signal });
  await closed;
  expect(pool.stats()).toEqual({ open: 0, sockets: 0, active: 0 });
  await session.request({ path: '/version', signal });
  expect(events).toEqual(['opened', 'idle', 'opened']);
  expect(server.connections()).toBe(2);
});

test('a read is sent again when the kept-alive connection was closed meanwhile; a write is not', async () => {
  await using server = await startServer((request, response) => {
    if (server.requests.length === 2 || request.method === 'POST') request.socket.destroy();
    else sendJson(response, { ok: true });
  });
  const session = poolWith().session(describeCluster(server.url));
  await session.request({ path: '/version', signal });
  await session.request({ path: '/version', signal });
  expect(server.requests).toHaveLength(3);
  const error = await failureOf(session.request({ method: 'POST', path: '/api/v1/namespaces', body: {}, signal }));
  expect(error.code).toBe('CONNECTION_FAILED');
  expect(server.requests).toHaveLength(4);
});

test('the policy of a view is asked before every request, whatever makes it', async () => {
  await using server = await startServer((_, response) => sendJson(response, { kind: 'Status' }));
  const denied = new FleetError('OPERATION_NOT_ALLOWED', 'Not here.');
  const asked: string[] = [];
  const session = poolWith().session(describeCluster(server.url), { allow: (request) => (asked.push(request.path), denied) });
  const pods = { apiVersion: 'v1', kind: 'Pod' };
  const calls = [
    session.request({ path: '/version', signal }),
    session.list(pods, { namespace: 'shop', signal }),
    session.get(pods, 'web', { namespace: 'shop', signal }),
    session.logs({ namespace: 'shop', pod: 'web', signal }),
    session.list({ apiVersion: 'example.com/v1', kind: 'Widget' }, { signal }),
    (async () => {
      for await (const chunk of session.stream({ path: '/api/v1/watch', signal })) expect(chunk).toBeUndefined();
    })(),
  ];
  for (const call of calls) expect(await failureOf(call)).toMatchObject({ code: 'OPERATION_NOT_ALLOWED', cluster: 'prod-1' });
  expect(asked).toHaveLength(calls.length);
  expect(server.requests).toHaveLength(0);
});

test('identities do not share connections, and every request is told', async () => {
  await using server = await startServer((_, response) => sendJson(response, { ok: true }));
  const told: unknown[] = [];
  const pool = poolWith({ onRequest: ({ identity, operation, status }) => told.push([identity, operation, status]) });
  const descriptor = describeCluster(server.url);
  await pool.session(descriptor).request({ path: '/api/v1/namespaces/shop/pods/web/log', signal });
  await pool.session(descriptor, { identity: 'auditor' }).request({ path: '/version', signal });
  expect(told).toEqual([
    ['default', 'get pods/log', 200],
    ['auditor', 'get /version', 200],
  ]);
  expect(server.connections()).toBe(2);
});

test('no compression on the loopback; the version is told', async () => {
  await using server = await startServer((_, response) => sendJson(response, { ok: true }));
  await poolWith().session(describeCluster(server.url)).request({ path: '/version', signal });
  expect(server.requests[0]?.headers).toMatchObject({ 'accept-encoding': 'identity', 'authorization': 'Bearer test-token' });
  expect(server.requests[0]?.headers['user-agent']).toMatch(/^fleetwright\/\d/);
});

function deferred(): { promise: Promise<unknown>; resolve: (value: unknown) => void } {
  let resolve: (value: unknown) => void = () => undefined;
  const promise = new Promise((settle) => (resolve = settle));
  return { promise, resolve };
}

test('a listener that throws breaks no call', async () => {
  await using server = await startServer((_, response) => sendJson(response, { ok: true }));
  const fail = (): never => {
    throw new Error('a defect of the listener');
  };
  const session = poolWith({ onRequest: fail, onOpened: fail, onClosed: fail }).session(describeCluster(server.url));
  expect((await session.request({ path: '/version', signal })).status).toBe(200);
});
