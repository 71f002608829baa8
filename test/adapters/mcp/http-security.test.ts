import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveHttp, type HttpServing } from '../../../src/adapters/mcp/index.js';
import { createFleet, type Fleet } from '../../../src/index.js';
import { temporaryDirectory } from '../../support/kubeconfigs.js';
import { newerHttp, olderHttp } from './clients.js';
import { ask, initialize, initializeBody, RPC_HEADERS } from './http-requests.js';

const TOKEN = 'a-token-of-enough-length';
const directory = temporaryDirectory();
let fleet: Fleet;
let open: HttpServing;
let locked: HttpServing;
beforeAll(async () => {
  fleet = createFleet({ kubeconfigDir: directory.path });
  open = await serveHttp(fleet, { port: 0, allowedHosts: ['Fleet.example.test:443'], allowedOrigins: ['https://console.example.test'] });
  locked = await serveHttp(fleet, { port: 0, authToken: TOKEN });
});
afterAll(async () => {
  await open.close();
  await locked.close();
  await fleet.close();
  directory.remove();
});

describe('names under which the server answers', () => {
  test.each([
    [{ Host: 'evil.example.com' }],
    [{ Host: '192.168.1.20:8080' }],
    [{ Host: 'localhost.evil.example.com' }],
    [{ Host: 'localhost@evil.example.com' }],
    [{ Host: 'evil.example.com@localhost' }],
    [{ Host: '[::1' }],
    [{ Host: 'localhost evil' }],
    [{ Host: 'localhost', Origin: 'http://evil.example.com' }],
    [{ Host: 'localhost', Origin: 'null' }],
    [{ Host: 'localhost', Origin: 'https://console.example.test.evil.com' }],
  ])('%j is refused everywhere that matters', async (headers) => {
    for (const path of ['/mcp', '/sse', '/sse/messages', '/metrics']) {
      const answer = await ask(`${open.url}${path}`, { headers });
      expect([path, answer.status]).toEqual([path, 403]);
    }
    const called = await ask(`${open.url}/mcp`, { method: 'POST', headers: { ...RPC_HEADERS, ...headers }, body: initializeBody() });
    expect(called.status).toBe(403);
    expect(called.headers['mcp-session-id']).toBeUndefined();
  });

  test.each([
    [{ Host: 'localhost' }],
    [{ Host: '[::1]:3000' }],
    [{ Host: 'FLEET.example.test:443' }],
    [{ Host: 'localhost', Origin: 'http://localhost:6274' }],
    [{ Host: 'localhost', Origin: 'https://console.example.test' }],
  ])('%j is let in', async (headers) => {
    expect(await initialize(open.url, headers)).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('a server with a token', () => {
  test.each([
    ['nothing', {}, 'Bearer realm="fleetwright"'],
    ['another token', { Authorization: `Bearer ${TOKEN}x` }, 'Bearer realm="fleetwright", error="invalid_token"'],
    ['a part of the token', { Authorization: `Bearer ${TOKEN.slice(0, -1)}` }, 'Bearer realm="fleetwright", error="invalid_token"'],
    ['an empty token', { Authorization: 'Bearer ' }, 'Bearer realm="fleetwright"'],
    ['another scheme', { Authorization: `Basic ${TOKEN}` }, 'Bearer realm="fleetwright"'],
  ])('answers 401 to %s', async (_what, headers, challenge) => {
    for (const path of ['/mcp', '/sse', '/metrics']) {
      const answer = await ask(`${locked.url}${path}`, { headers });
      expect(answer.status).toBe(401);
      expect(answer.headers['www-authenticate']).toBe(challenge);
      expect(answer.text).not.toContain(TOKEN);
    }
  });

  test('serves clients of both SDK lines that send it', async () => {
    for (const connecting of [olderHttp(locked.url, TOKEN), newerHttp(locked.url, 'pinned', TOKEN)]) {
      const client = await connecting;
      expect(await client.tools()).toContain('pods_list');
      await client.close();
    }
  });

  test('tells probes that it is alive without it', async () => {
    const answer = await ask(`${locked.url}/health`);
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toEqual({ status: 'ok', timestamp: expect.stringMatching(/^\d{4}-.*Z$/) });
  });
});

describe('addresses to listen on', () => {
  test.each(['0.0.0.0', '::', '10.0.0.1', 'fleet.example.test', '127.0.0.1.evil.test'])('%s needs a token or a word', async (host) => {
    await expect(serveHttp(fleet, { port: 0, host })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining(host),
    });
  });

  test('a short token is no token', async () => {
    await expect(serveHttp(fleet, { port: 0, authToken: 'secret' })).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  test('a port that is taken is an error that says so', async () => {
    const port = Number(new URL(open.url).port);
    await expect(serveHttp(fleet, { port })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining(String(port)),
    });
  });

  test('with the word, addresses are let in and unknown names are not', async () => {
    const serving = await serveHttp(fleet, { port: 0, host: '0.0.0.0', allowUnauthenticated: true });
    const url = `http://127.0.0.1:${new URL(serving.url).port}`;
    expect(await initialize(url, { Host: '10.1.2.3:8080' })).not.toBe('');
    expect((await ask(`${url}/mcp`, { headers: { Host: 'evil.example.com' } })).status).toBe(403);
    await serving.close();
  });

  test('behind a token, any name is let in unless names are listed', async () => {
    const any = await serveHttp(fleet, { port: 0, host: '0.0.0.0', authToken: TOKEN });
    const listed = await serveHttp(fleet, { port: 0, host: '0.0.0.0', authToken: TOKEN, allowedHosts: ['fleet.example.test'] });
    const headers = { Host: 'other.example.test', Authorization: `Bearer ${TOKEN}` };
    const local = ({ url }: HttpServing): string => `http://127.0.0.1:${new URL(url).port}`;
    expect(await initialize(local(any), headers)).not.toBe('');
    expect((await ask(`${local(listed)}/mcp`, { headers })).status).toBe(403);
    await any.close();
    await listed.close();
  });
});
