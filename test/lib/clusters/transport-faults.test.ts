import { createServer, type AddressInfo } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { SessionPool } from '../../../src/lib/clusters/session-pool.js';
import type { ErrorCode } from '../../../src/lib/errors.js';
import { describeCluster, failureOf } from '../../support/descriptor.js';
import { sendJson, startServer, type Handler } from '../../support/https-server.js';

const pool = new SessionPool({ requestTimeoutMs: 400 });
afterAll(() => pool.close());

let count = 0;
function sessionTo(url: string) {
  count += 1;
  return pool.session(describeCluster(url, {}, { name: `prod-${count}` }));
}

const status = (code: number, reason: string, message: string) => ({
  kind: 'Status',
  apiVersion: 'v1',
  status: 'Failure',
  code,
  reason,
  message,
});
const megabyte = Buffer.alloc(1024 * 1024, 'x');

const faults: readonly [name: string, code: ErrorCode, message: RegExp, handler: Handler][] = [
  [
    'an HTML page',
    'BAD_RESPONSE',
    /HTML page/,
    (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>log in</html>'),
  ],
  [
    'an HTML page with 403',
    'BAD_RESPONSE',
    /HTML page/,
    (_, response) => response.writeHead(403, { 'content-type': 'text/html' }).end('<html>no</html>'),
  ],
  [
    'an HTML page with 502',
    'SERVER_ERROR',
    /HTML page \(HTTP 502\)/,
    (_, response) => response.writeHead(502, { 'content-type': 'text/html' }).end('<html>no</html>'),
  ],
  ['text that is not JSON', 'BAD_RESPONSE', /not JSON/, (_, response) => response.writeHead(200).end('hello')],
  ['JSON that is no list', 'BAD_RESPONSE', /neither a table nor a list/, (_, response) => sendJson(response, { kind: 'Pod' })],
  [
    'a redirect',
    'BAD_RESPONSE',
    /redirects to login\.example\.com/,
    (_, response) => response.writeHead(302, { location: 'https://u:p@login.example.com/x?t=s3cret' }).end(),
  ],
  ['a reset', 'CONNECTION_FAILED', /ECONNRESET/, (request) => request.socket.destroy()],
  [
    'a close in the middle of the body',
    'CONNECTION_FAILED',
    /ECONNRESET/,
    (request, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('{"kind":', () => request.socket.destroy());
    },
  ],
  ['a hang', 'TIMEOUT', /waiting for the answer for 0\.4 s/, () => undefined],
  ['a hang in the middle of the body', 'TIMEOUT', /reading the answer/, (_, response) => response.writeHead(200).write('{"kind":')],
  [
    '20 MB',
    'RESPONSE_TOO_LARGE',
    /16777216 bytes/,
    (_, response) => response.writeHead(200, { 'content-length': String(20 * megabyte.length) }).end(megabyte),
  ],
  ['401', 'UNAUTHORIZED', /Unauthorized/, (_, response) => sendJson(response, status(401, 'Unauthorized', 'Unauthorized'), 401)],
  [
    '403',
    'FORBIDDEN',
    /pods is forbidden/,
    (_, response) => sendJson(response, status(403, 'Forbidden', 'pods is forbidden: User "a" cannot list'), 403),
  ],
  ['409', 'CONFLICT', /changed/, (_, response) => sendJson(response, status(409, 'Conflict', 'the object changed'), 409)],
  [
    '410',
    'CONTINUE_EXPIRED',
    /too old/,
    (_, response) => sendJson(response, status(410, 'Expired', 'The provided continue parameter is too old'), 410),
  ],
  ['422', 'INVALID_OBJECT', /must be/, (_, response) => sendJson(response, status(422, 'Invalid', 'spec.x must be y'), 422)],
  ['500', 'SERVER_ERROR', /etcdserver/, (_, response) => sendJson(response, status(500, 'InternalError', 'etcdserver: no leader'), 500)],
  ['an unknown 4xx without Status', 'BAD_RESPONSE', /418/, (_, response) => response.writeHead(418).end('teapot')],
];

test.each(faults)('%s is %s', async (_, code, message, handler) => {
  await using server = await startServer(handler);
  const session = sessionTo(server.url);
  const error = await failureOf(
    session.list({ apiVersion: 'v1', kind: 'Pod' }, { namespace: 'shop', signal: AbortSignal.timeout(20_000) }),
  );
  expect(error).toMatchObject({ code, cluster: session.cluster.name });
  expect(error.message).toMatch(message);
  expect(error.message).toContain(session.cluster.name);
  expect(JSON.stringify(error)).not.toMatch(/test-token|s3cret|u:p@/);
});

test('429 carries how long to wait', async () => {
  await using server = await startServer((_, response) => {
    response.writeHead(429, { 'retry-after': '7', 'content-type': 'application/json' });
    response.end(JSON.stringify(status(429, 'TooManyRequests', 'too many requests')));
  });
  const error = await failureOf(sessionTo(server.url).request({ path: '/version', signal: AbortSignal.timeout(20_000) }));
  expect(error).toMatchObject({ code: 'RATE_LIMITED', details: { retryAfterSeconds: 7, httpStatus: 429 } });
});

test('20 MB that announce no length end at the limit, and the connection is not used again', async () => {
  let sent = 0;
  await using server = await startServer((_, response) => {
    const write = (): void => {
      while (sent < 20 && !response.destroyed) {
        sent += 1;
        if (!response.write(megabyte)) return void response.once('drain', write);
      }
      response.end();
    };
    write();
  });
  const session = sessionTo(server.url);
  const error = await failureOf(session.request({ path: '/api/v1/x', signal: AbortSignal.timeout(20_000), maxBytes: 1024 * 1024 }));
  expect(error.code).toBe('RESPONSE_TOO_LARGE');
  expect(sent).toBeLessThan(20);
});

test('a compressed answer counts by its real size', async () => {
  const { gzipSync } = await import('node:zlib');
  const bomb = gzipSync(Buffer.alloc(8 * 1024 * 1024));
  await using server = await startServer((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
  const error = await failureOf(
    sessionTo(server.url).request({ path: '/api/v1/x', signal: AbortSignal.timeout(20_000), maxBytes: 1024 * 1024 }),
  );
  expect(error.code).toBe('RESPONSE_TOO_LARGE');
});

test('a compressed answer is read', async () => {
  const { gzipSync } = await import('node:zlib');
  const large = JSON.stringify(Array.from({ length: 40_000 }, () => Math.random()));
  for (const body of ['{"ok":true}', large]) {
    await using server = await startServer((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(body)));
    expect((await sessionTo(server.url).request({ path: '/version', signal: AbortSignal.timeout(20_000) })).text).toBe(body);
  }
  await using server = await startServer((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('not gzip'));
  expect((await failureOf(sessionTo(server.url).request({ path: '/version', signal: AbortSignal.timeout(20_000) }))).code).toBe(
    'BAD_RESPONSE',
  );
});

test('nothing listens', async () => {
  const unused = createServer();
  await new Promise<void>((resolve) => unused.listen(0, '127.0.0.1', resolve));
  const { port } = unused.address() as AddressInfo;
  await new Promise((resolve) => unused.close(resolve));
  const error = await failureOf(sessionTo(`https://127.0.0.1:${port}`).request({ path: '/version', signal: AbortSignal.timeout(20_000) }));
  expect(error).toMatchObject({ code: 'CONNECTION_REFUSED', details: { systemCode: 'ECONNREFUSED', server: `127.0.0.1:${port}` } });
});

test('a name that does not resolve', async () => {
  const error = await failureOf(
    sessionTo('https://no-such-host.invalid:6443').request({ path: '/version', signal: AbortSignal.timeout(20_000) }),
  );
  // Where DNS itself hangs, the time limit speaks first.
  expect(['DNS_FAILED', 'TIMEOUT']).toContain(error.code);
});

test('the signal of the caller ends a hanging call at once, and its reason is kept', async () => {
  const caller = new AbortController();
  await using server = await startServer(() => caller.abort(new Error('the user pressed escape')));
  const error = await failureOf(sessionTo(server.url).request({ path: '/version', signal: caller.signal }));
  expect(error.code).toBe('CANCELLED');
  expect(error.toJSON().cause).toBe('the user pressed escape');
  expect(pool.stats().active).toBe(0);
});
