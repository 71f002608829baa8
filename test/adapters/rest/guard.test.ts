import express from 'express';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRestRouter, hashToken } from '../../../src/adapters/rest/index.js';
import { createFleet, type Fleet } from '../../../src/index.js';
import { ask } from '../mcp/http-requests.js';
import { json, serveApp, startRest, type RestServer } from './rest-server.js';

const CONSOLE = 'https://console.example.test';
let fleet: Fleet;
let rest: RestServer;
beforeAll(async () => {
  fleet = createFleet({});
  rest = await startRest(fleet, { allowedHosts: ['fleet.example.test'], allowedOrigins: [CONSOLE] });
});
afterAll(async () => {
  await rest[Symbol.asyncDispose]();
  await fleet.close();
});

describe('without authentication', () => {
  test.each([
    [{ Host: 'evil.example.com' }, 'HOST_REFUSED'],
    [{ Host: '192.168.1.20:8080' }, 'HOST_REFUSED'],
    [{ Host: 'localhost.evil.example.com' }, 'HOST_REFUSED'],
    [{ Host: 'localhost@evil.example.com' }, 'HOST_REFUSED'],
    [{ Host: '[::1' }, 'HOST_REFUSED'],
    [{ Host: 'localhost', Origin: 'http://evil.example.com' }, 'ORIGIN_REFUSED'],
    [{ Host: 'localhost', Origin: 'null' }, 'ORIGIN_REFUSED'],
    [{ Host: 'localhost', Origin: 'file://localhost' }, 'ORIGIN_REFUSED'],
    [{ Host: 'localhost', Origin: `${CONSOLE}.evil.com` }, 'ORIGIN_REFUSED'],
    [{ 'Host': 'localhost', 'X-Forwarded-For': '203.0.113.9' }, 'LOOPBACK_ONLY'],
    [{ Host: 'localhost', Forwarded: 'for=203.0.113.9' }, 'LOOPBACK_ONLY'],
  ])('%j is refused on every path', async (headers, code) => {
    for (const path of ['/v1/clusters', '/v1/no/such', '/openapi.json']) {
      const answer = await rest.ask(path, { headers });
      expect([answer.status, json(answer)['code']]).toEqual([403, code]);
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  test.each([
    [{ Host: 'localhost' }],
    [{ Host: '[::1]:3000' }],
    [{ Host: 'FLEET.example.test:443' }],
    [{ Host: 'fleet.example.test', Origin: 'http://fleet.example.test' }],
    [{ Host: 'localhost', Origin: 'http://localhost:6274' }],
    [{ Host: 'localhost', Origin: CONSOLE }],
  ])('%j is let in', async (headers) => {
    expect((await rest.ask('/v1/clusters', { headers })).status).toBe(200);
  });

  const outside = Object.values(networkInterfaces())
    .flat()
    .find((address) => address?.internal === false && address.family === 'IPv4')?.address;
  test.runIf(outside !== undefined)('an address that others can reach is not served, whatever Host says', async () => {
    await using open = await startRest(fleet, { allowedHosts: ['*'] }, '0.0.0.0');
    const { port } = new URL(open.url);
    const answer = await ask(`http://${outside ?? ''}:${port}/v1/clusters`, { headers: { Host: 'localhost' } });
    expect([answer.status, json(answer)['code']]).toEqual([403, 'LOOPBACK_ONLY']);
    expect((await open.ask('/v1/clusters')).status).toBe(200);
  });
});

describe('with a token', () => {
  const Authorization = 'Bearer a-token-of-enough-length';
  const tokens = [{ user: 'ci', sha256: hashToken('a-token-of-enough-length') }];

  test('any host name is let in unless names are listed; a foreign page never is', async () => {
    await using any = await startRest(fleet, { tokens });
    await using listed = await startRest(fleet, { tokens, allowedHosts: ['fleet.example.test'] });
    const headers = { Host: 'other.example.test', Authorization };
    expect((await any.ask('/v1/clusters', { headers })).status).toBe(200);
    expect((await any.ask('/v1/clusters', { headers: { ...headers, 'X-Forwarded-For': '203.0.113.9' } })).status).toBe(200);
    expect((await listed.ask('/v1/clusters', { headers })).status).toBe(403);
    expect((await any.ask('/v1/clusters', { headers: { ...headers, Origin: 'http://evil.example.com' } })).status).toBe(403);
  });

  test('each caller has a limit of its own, and is told when to come back', async () => {
    const others = [...tokens, { user: 'other', sha256: hashToken('another-token-of-length') }];
    await using limited = await startRest(fleet, { tokens: others, rateLimit: { requests: 3, windowMs: 60_000 } });
    const get = (token: string): ReturnType<RestServer['ask']> => limited.ask('/v1/clusters', { headers: { Authorization: token } });
    for (let count = 0; count < 3; count += 1) expect((await get(Authorization)).status).toBe(200);
    const refused = await get(Authorization);
    expect([refused.status, json(refused)]).toEqual([429, expect.objectContaining({ code: 'TOO_MANY_REQUESTS', retryable: true })]);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60);
    expect((await get('Bearer another-token-of-length')).status).toBe(200);
    // Guessing is limited by address.
    for (let count = 0; count < 3; count += 1) expect((await get(`Bearer guess-${count}`)).status).toBe(401);
    expect((await get('Bearer guess-4')).status).toBe(429);
  });
});

describe('CORS', () => {
  const preflight = { 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'authorization' };

  test('is for the named origins only', async () => {
    const answer = await rest.ask('/v1/clusters', { headers: { Origin: CONSOLE } });
    expect(answer.headers).toMatchObject({ 'access-control-allow-origin': CONSOLE, 'vary': expect.stringContaining('Origin') });
    expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
    const asked = await rest.ask('/v1/own/echo_write', { method: 'OPTIONS', headers: { Origin: CONSOLE, ...preflight } });
    expect([asked.status, asked.headers['access-control-allow-methods']]).toEqual([204, 'GET, HEAD, POST']);
    const other = await rest.ask('/v1/clusters', { method: 'OPTIONS', headers: { Origin: 'http://localhost:1', ...preflight } });
    expect([other.status, other.headers['access-control-allow-origin']]).toEqual([405, undefined]);
  });

  test('is off when no origin is named', async () => {
    await using closed = await startRest(fleet);
    const answer = await closed.ask('/v1/clusters', { headers: { Origin: 'http://localhost:1' } });
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([200, undefined]);
    expect((await closed.ask('/v1/clusters', { headers: { Origin: CONSOLE } })).status).toBe(403);
  });
});

test('answers carry the headers that keep browsers from guessing, good and bad ones', async () => {
  for (const path of ['/v1/clusters', '/v1/no/such']) {
    const { headers } = await rest.ask(path);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("default-src 'self'"),
      'cache-control': 'no-store',
    });
  }
});

test('errors of the application around it are not answered by it', async () => {
  const app = express();
  app.get('/mine', () => {
    throw new Error('mine');
  });
  app.use(createRestRouter(fleet));
  app.use((_error: unknown, _request: express.Request, response: express.Response, _next: express.NextFunction) => {
    response.status(599).end();
  });
  await using server = await serveApp(app);
  expect((await server.ask('/mine')).status).toBe(599);
});
