import type { ServerResponse } from 'node:http';
import { afterAll, expect, test } from 'vitest';
import { SessionPool } from '../../../src/lib/clusters/session-pool.js';
import { followObject } from '../../../src/lib/kubernetes/follow-object.js';
import { findTarget } from '../../../src/lib/kubernetes/object-target.js';
import { watchEvents } from '../../../src/lib/kubernetes/watch-events.js';
import { describeCluster, failureOf } from '../../support/descriptor.js';
import { sendJson, startServer } from '../../support/https-server.js';

// Answers that no local API server can be brought to: they need a compacted store.
const pool = new SessionPool({ requestTimeoutMs: 5_000 });
afterAll(() => pool.close());

const EXPIRED = {
  kind: 'Status',
  apiVersion: 'v1',
  status: 'Failure',
  code: 410,
  reason: 'Expired',
  message: 'too old resource version: 1 (9)',
};
const map = (resourceVersion: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x', resourceVersion } });

/** The two ways in which servers say that a version is forgotten. */
const sayExpired: readonly [string, (response: ServerResponse) => void][] = [
  ['as the status', (response) => sendJson(response, EXPIRED, 410)],
  [
    'within the watch',
    (response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(`${JSON.stringify({ type: 'ERROR', object: EXPIRED })}\n`),
  ],
];

let count = 0;
function sessionTo(url: string) {
  count += 1;
  return pool.session(describeCluster(url, {}, { name: `prod-${count}` }));
}

test.each(sayExpired)('a forgotten version, told %s, is an error of its own', async (_, respond) => {
  await using server = await startServer((_request, response) => respond(response));
  const watch = async (): Promise<void> => {
    const signal = AbortSignal.timeout(5_000);
    for await (const event of watchEvents(sessionTo(server.url), { path: '/api/v1/configmaps', signal })) throw new Error(event.type);
  };
  expect(await failureOf(watch())).toMatchObject({ code: 'CONTINUE_EXPIRED' });
});

test.each(sayExpired)('an object is followed on after a version was forgotten, told %s', async (_, respond) => {
  let looks = 0;
  await using server = await startServer((request, response) => {
    if (request.url?.includes('watch=true') === true) {
      respond(response);
    } else {
      looks += 1;
      sendJson(response, map(String(looks)));
    }
  });
  const session = sessionTo(server.url);
  const signal = AbortSignal.timeout(10_000);
  const target = await findTarget(session, { apiVersion: 'v1', kind: 'ConfigMap', name: 'x', namespace: 'shop' }, signal);
  const seen: unknown[] = [];
  for await (const object of followObject(session, target, signal)) {
    seen.push(object);
    if (seen.length === 2) break;
  }
  expect(seen).toEqual([map('1'), map('2')]);
  expect(server.requests.map(({ path }) => path)).toContainEqual(expect.stringContaining('resourceVersion=1') as string);
});

test('a line that is no event is the failure of the server, not an endless wait', async () => {
  await using server = await startServer((request, response) => {
    if (request.url?.includes('watch=true') === true)
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"type":"ADDED"}\n');
    else sendJson(response, map('1'));
  });
  const session = sessionTo(server.url);
  const signal = AbortSignal.timeout(10_000);
  const target = await findTarget(session, { apiVersion: 'v1', kind: 'ConfigMap', name: 'x', namespace: 'shop' }, signal);
  const follow = async (): Promise<void> => {
    for await (const object of followObject(session, target, signal)) expect(object).toEqual(map('1'));
  };
  expect(await failureOf(follow())).toMatchObject({ code: 'BAD_RESPONSE', message: expect.stringContaining('no event') as string });
});
