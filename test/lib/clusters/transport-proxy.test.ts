import { createServer as createHttpServer, type Server } from 'node:http';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { SessionPool } from '../../../src/lib/clusters/session-pool.js';
import { describeCluster, failureOf } from '../../support/descriptor.js';
import { sendJson, startServer } from '../../support/https-server.js';

const pool = new SessionPool({ requestTimeoutMs: 1_000 });
afterAll(() => pool.close());
const signal = AbortSignal.timeout(60_000);

let count = 0;
function sessionThrough(proxyUrl: string, server: string) {
  count += 1;
  return pool.session(describeCluster(server, { proxyUrl }, { name: `prod-${count}` }));
}

/** An HTTP proxy that tunnels, answers `status` instead, or never answers. */
async function startProxy(behaviour: number | 'tunnel' | 'hang') {
  const tunnels: string[] = [];
  const headers: (string | undefined)[] = [];
  const sockets = new Set<Socket>();
  const server: Server = createHttpServer();
  server.on('connection', (socket: Socket) => sockets.add(socket.on('close', () => sockets.delete(socket)).on('error', () => undefined)));
  server.on('connect', (request, client: Socket) => {
    tunnels.push(request.url ?? '');
    headers.push(request.headers['proxy-authorization']);
    if (behaviour === 'hang') return void client.on('end', () => client.end()).resume();
    if (behaviour !== 'tunnel') return void client.end(`HTTP/1.1 ${behaviour} No\r\ncontent-length: 0\r\n\r\n`);
    const [host = '', port = ''] = (request.url ?? '').split(':');
    const upstream = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return { port, tunnels, headers, sockets, [Symbol.asyncDispose]: close };
}

test('calls go through the proxy, over one kept-alive tunnel, with its user and password', async () => {
  await using server = await startServer((_, response) => sendJson(response, { ok: true }));
  await using proxy = await startProxy('tunnel');
  const session = sessionThrough(`http://me:s3cret@127.0.0.1:${proxy.port}`, `${server.url}/k8s/clusters/c-1`);
  for (let call = 0; call < 3; call += 1) expect((await session.request({ path: '/version', signal })).json()).toEqual({ ok: true });
  expect(proxy.tunnels).toEqual([`127.0.0.1:${server.port}`]);
  expect(proxy.headers).toEqual([`Basic ${Buffer.from('me:s3cret').toString('base64')}`]);
  expect(server.requests.map((request) => request.path)).toEqual(Array(3).fill('/k8s/clusters/c-1/version'));
  expect(session.certificates().serverNotAfter).toBeDefined();
});

test.each([
  [407, /user and password \(407\)/],
  [502, /answered 502/],
  [403, /answered 403/],
] as const)('a proxy that answers %i', async (status, message) => {
  await using proxy = await startProxy(status);
  const error = await failureOf(
    sessionThrough(`http://me:s3cret@127.0.0.1:${proxy.port}`, 'https://127.0.0.1:1').request({ path: '/version', signal }),
  );
  expect(error.code).toBe('PROXY_FAILED');
  expect(error.message).toMatch(message);
  expect(JSON.stringify(error)).not.toContain('s3cret');
});

test('a proxy that hangs ends with the time limit, gives its socket back and blocks no later call', async () => {
  await using proxy = await startProxy('hang');
  const session = sessionThrough(`http://127.0.0.1:${proxy.port}`, 'https://127.0.0.1:1');
  const errors = await Promise.all(Array.from({ length: 20 }, () => failureOf(session.request({ path: '/version', signal }))));
  expect(new Set(errors.map((error) => error.code))).toEqual(new Set(['TIMEOUT']));
  expect(pool.stats().active).toBe(0);
  await expect.poll(() => proxy.sockets.size).toBe(0);
});

test('a proxy where nothing listens', async () => {
  const error = await failureOf(sessionThrough('http://127.0.0.1:1', 'https://127.0.0.1:2').request({ path: '/version', signal }));
  expect(error).toMatchObject({ code: 'PROXY_FAILED', details: { proxy: 'http://127.0.0.1:1', systemCode: 'ECONNREFUSED' } });
});

test('a socks5 proxy resolves the name of the server itself', async () => {
  await using server = await startServer((_, response) => sendJson(response, { ok: true }));
  let asked = '';
  const socks = createServer((client) => {
    client.on('error', () => undefined);
    client.once('data', () => {
      client.write(Buffer.from([5, 0]));
      client.once('data', (request: Buffer) => {
        asked = `${request[3] === 3 ? 'name' : 'address'} ${request.subarray(5, 5 + (request[4] ?? 0)).toString()}`;
        const upstream = connect(server.port, '127.0.0.1', () => {
          client.write(Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 0]));
          upstream.pipe(client).pipe(upstream);
        });
        upstream.on('error', () => client.destroy());
      });
    });
  });
  await new Promise<void>((resolve) => socks.listen(0, '127.0.0.1', resolve));
  const { port } = socks.address() as AddressInfo;
  const answer = await sessionThrough(`socks5://127.0.0.1:${port}`, `https://localhost:${server.port}`).request({
    path: '/version',
    signal,
  });
  socks.close();
  expect(answer.json()).toEqual({ ok: true });
  expect(asked).toBe('name localhost');
});
