import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SessionPool } from '../../../src/lib/clusters/session-pool.js';
import type { ClusterSession } from '../../../src/lib/clusters/session.js';
import { FleetError } from '../../../src/lib/errors.js';
import { describeCluster, failureOf } from '../../support/descriptor.js';
import { sendJson, startServer, type TestServer } from '../../support/https-server.js';

const signal = AbortSignal.timeout(60_000);
const PATH = '/api/v1/namespaces';

/** Answers nothing until told to; what it answers is the number of the request. */
let server: TestServer;
const held: ServerResponse[] = [];
const pool = new SessionPool();
let session: ClusterSession;

beforeAll(async () => {
  server = await startServer((_, response) => held.push(response));
  session = pool.session(describeCluster(server.url));
});
afterAll(async () => {
  await pool.close();
  await server[Symbol.asyncDispose]();
});

async function answer(count: number): Promise<void> {
  while (held.length < count) await once(server.server, 'request');
  for (const response of held.splice(0)) sendJson(response, { number: server.requests.length });
}

test('identical reads that wait share one request, and each gets an object of its own', async () => {
  const before = server.requests.length;
  const first = session.request({ path: PATH, signal });
  const sharing = Promise.all(Array.from({ length: 50 }, () => session.request({ path: PATH, signal })));
  await answer(1);
  await first;
  await answer(1);
  const answers = (await sharing).map((response) => response.json());
  expect(server.requests.length - before).toBe(2);
  expect(answers[0]).toEqual(answers[49]);
  expect(answers[0]).not.toBe(answers[49]);
});

test.each([
  ['another query', { query: { limit: 1 } }],
  ['another form', { accept: 'application/yaml' }],
  ['another bound', { maxBytes: 100 }],
  ['a write', { method: 'POST', body: {} } as const],
  ['another write', { method: 'POST', body: {} } as const],
])('%s is a request of its own', async (_, change) => {
  const before = server.requests.length;
  const plain = session.request({ path: PATH, signal });
  const other = session.request({ path: PATH, signal, ...change });
  await answer(2);
  await Promise.all([plain, other]);
  expect(server.requests.length - before).toBe(2);
});

test('another identity or another cluster never shares', async () => {
  const before = server.requests.length;
  const descriptor = describeCluster(server.url);
  const sessions = [session, pool.session(descriptor, { identity: 'other' }), pool.session({ ...descriptor, name: 'prod-2' })];
  const running = sessions.map((one) => one.request({ path: PATH, signal }));
  await answer(3);
  await Promise.all(running);
  expect(server.requests.length - before).toBe(3);
});

test('the policy of each view is asked, whoever else reads the same', async () => {
  const refusal = new FleetError('OPERATION_NOT_ALLOWED', 'Not this one.');
  const strict = pool.session(describeCluster(server.url), { allow: () => refusal });
  const running = [session.request({ path: PATH, signal }), session.request({ path: PATH, signal })];
  expect((await failureOf(strict.request({ path: PATH, signal }))).code).toBe('OPERATION_NOT_ALLOWED');
  await answer(1);
  await answer(1);
  await Promise.all(running);
});

test('a waiting caller that gives up is told so, the others are answered', async () => {
  const impatient = new AbortController();
  const running = [session.request({ path: PATH, signal }), session.request({ path: PATH, signal })];
  const left = failureOf(session.request({ path: PATH, signal: impatient.signal }));
  impatient.abort();
  expect(await left).toMatchObject({ code: 'CANCELLED', cluster: 'prod-1' });
  await answer(1);
  await answer(1);
  expect((await Promise.all(running)).map(({ status }) => status)).toEqual([200, 200]);
});

test('when all who share have gone the request is ended at the server', async () => {
  const first = session.request({ path: PATH, signal });
  const leaving = new AbortController();
  const sharing = [1, 2].map(() => failureOf(session.request({ path: PATH, signal: leaving.signal })));
  await answer(1);
  await first;
  while (held.length === 0) await once(server.server, 'request');
  const [open] = held.splice(0);
  const ended = open === undefined ? undefined : once(open, 'close');
  leaving.abort();
  expect((await Promise.all(sharing)).map(({ code }) => code)).toEqual(['CANCELLED', 'CANCELLED']);
  await ended;
  expect(open?.writableFinished).toBe(false);
});
