import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { SessionPool } from '../../../src/lib/clusters/session-pool.js';
import { describeCluster, failureOf } from '../../support/descriptor.js';
import { startServer, type Handler } from '../../support/https-server.js';

const pool = new SessionPool({ requestTimeoutMs: 5_000 });
afterAll(() => pool.close());

const table = (count: number, filler = '') =>
  JSON.stringify({
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: {},
    columnDefinitions: [{ name: 'Name', type: 'string', format: 'name', description: '', priority: 0 }],
    rows: Array.from({ length: count }, (_, index) => ({
      cells: [`pod-${String(index).padStart(5, '0')}${filler}`],
      object: {
        kind: 'PartialObjectMetadata',
        apiVersion: 'meta.k8s.io/v1',
        metadata: { name: `pod-${String(index)}`, namespace: `ä-${String(index % 2)}` },
      },
    })),
  });

let count = 0;
async function listFrom(handler: Handler) {
  count += 1;
  const server = await startServer(handler);
  const session = pool.session(describeCluster(server.url, {}, { name: `streamed-${String(count)}` }));
  const read = () => session.list({ apiVersion: 'v1', kind: 'Pod' }, { limit: 0, signal: AbortSignal.timeout(20_000) });
  return { server, read };
}

test('all rows of all namespaces, plain and compressed, whatever the chunks', async () => {
  const body = Buffer.from(table(8_000));
  for (const headers of [{}, { 'content-encoding': 'gzip' }]) {
    const sent = 'content-encoding' in headers ? gzipSync(body) : body;
    const { server, read } = await listFrom((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', ...headers });
      for (let start = 0; start < sent.length; start += 10_007) response.write(sent.subarray(start, start + 10_007));
      response.end();
    });
    await using _server = server;
    const { rows, columns } = await read();
    expect(columns).toEqual(['namespace', 'name']);
    expect(rows).toHaveLength(8_000);
    expect(rows[0]).toEqual(['ä-0', 'pod-00000']);
    expect(rows.at(-1)).toEqual(['ä-1', 'pod-07999']);
    expect(server.requests).toHaveLength(1);
  }
});

test('an answer that is written in another way is read as a whole', async () => {
  const { server, read } = await listFrom((_, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(JSON.parse(table(3)), null, 2)),
  );
  await using _server = server;
  expect((await read()).rows).toHaveLength(3);
});

test('a row that never ends is not waited for', async () => {
  const { server, read } = await listFrom((_, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(table(1, 'x'.repeat(9 * 1024 * 1024)).slice(0, -10)),
  );
  await using _server = server;
  expect((await failureOf(read())).code).toBe('BAD_RESPONSE');
});

test.each<[string, string, Handler]>([
  [
    'a page for people',
    'BAD_RESPONSE',
    (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>log in</html>'),
  ],
  [
    'what is not compressed as it says',
    'BAD_RESPONSE',
    (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('not gzip'),
  ],
  [
    'a compressed answer that breaks off',
    'BAD_RESPONSE',
    (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(table(5_000)).subarray(0, 10_000)),
  ],
  [
    'a connection that breaks off',
    'CONNECTION_FAILED',
    (request, response) => {
      response.writeHead(200, { 'content-length': '1000000' });
      response.write(table(5_000).slice(0, 100_000), () => request.socket.destroy());
    },
  ],
  [
    'a refusal',
    'FORBIDDEN',
    (_, response) =>
      response
        .writeHead(403, { 'content-type': 'application/json' })
        .end('{"kind":"Status","code":403,"reason":"Forbidden","message":"no"}'),
  ],
])('%s is an error that names its cluster', async (_, code, handler) => {
  const { server, read } = await listFrom(handler);
  await using _server = server;
  expect(await failureOf(read())).toMatchObject({ code, cluster: `streamed-${String(count)}` });
});
