import express from 'express';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRestRouter } from '../../../../src/adapters/rest/index.js';
import { createFleet, type Fleet } from '../../../../src/index.js';
import { json, serveApp, startRest, type RestServer } from '../rest-server.js';

const TOKEN = { user: 'ada', sha256: 'a'.repeat(64) };

describe('the files of the page', () => {
  let fleet: Fleet;
  let rest: RestServer;
  let files: string[];
  beforeAll(async () => {
    fleet = createFleet({});
    rest = await startRest(fleet, { page: true, tokens: [TOKEN] });
    files = [...(await rest.ask('/')).text.matchAll(/(?:src|href)="(page\/[^"]+)"/g)].map(([, path]) => `/${path ?? ''}`);
  });
  afterAll(async () => {
    await rest[Symbol.asyncDispose]();
    await fleet.close();
  });

  test('the document needs no token, runs no script of its own text and may load nothing from elsewhere', async () => {
    const { status, headers, text } = await rest.ask('/');
    expect([status, headers['content-type'], headers['cache-control']]).toEqual([200, 'text/html; charset=utf-8', 'no-cache']);
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toMatch(/unsafe|https?:|\*|upgrade-insecure/);
    expect(text).not.toMatch(/<script(?![^>]*src=)|\son\w+=|style=|https?:\/\/|%FILES%/);
    expect(headers['x-frame-options']).toBeDefined();
  });

  test('the files are kept for ever under an address that changes with them; the document is asked for anew', async () => {
    expect(files.map((path) => path.replace(/.*\./, '')).sort()).toEqual(['css', 'css', 'css', 'css', 'js', 'svg']);
    for (const path of files) {
      const answer = await rest.ask(path);
      expect([answer.status, answer.headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable']);
      expect(answer.headers['x-content-type-options']).toBe('nosniff');
    }
    for (const path of ['/', ...files]) {
      const { etag } = (await rest.ask(path)).headers;
      const again = await rest.ask(path, { headers: { 'If-None-Match': String(etag) } });
      expect([again.status, again.text]).toEqual([304, '']);
      expect((await rest.ask(path, { headers: { 'If-None-Match': '"other"' } })).status).toBe(200);
    }
  });

  test('every module that a module names is there', async () => {
    const main = files.find((path) => path.endsWith('.js'))!;
    const waiting = [main];
    const seen = new Set<string>();
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      if (seen.has(path)) continue;
      seen.add(path);
      const { status, headers, text } = await rest.ask(path);
      expect([path, status, headers['content-type']]).toEqual([path, 200, 'text/javascript; charset=utf-8']);
      for (const [, name] of text.matchAll(/^import .* from '\.\/([\w.-]+)';$/gm)) waiting.push(path.replace(/[^/]+$/, name ?? ''));
    }
    expect(seen.size).toBeGreaterThan(5);
  });

  test.each(['/page', '/page/', '/page/x/main.js', '/page/..%2fpackage.json', '/page/__proto__/constructor'])(
    '%s is not there',
    async (path) => {
      const answer = await rest.ask(path);
      expect([answer.status, json(answer)['code']]).toEqual([404, 'ROUTE_UNKNOWN']);
    },
  );

  test('the page can only be read, and only under names of this server', async () => {
    const posted = await rest.ask('/', { method: 'POST' });
    expect([posted.status, posted.headers.allow]).toEqual([405, 'GET, HEAD']);
    expect((await rest.ask(files[0]!, { method: 'DELETE' })).status).toBe(405);
    const head = await rest.ask('/', { method: 'HEAD' });
    expect([head.status, head.text]).toEqual([200, '']);
    await using open = await startRest(fleet, { page: true });
    expect((await open.ask('/', { headers: { Host: 'evil.example' } })).status).toBe(403);
    expect((await open.ask(files[0]!, { headers: { Host: 'evil.example' } })).status).toBe(403);
    expect((await open.ask('/', { headers: { 'X-Forwarded-For': '203.0.113.9' } })).status).toBe(403);
  });

  test('below a prefix it is found with its slash', async () => {
    const app = express();
    app.use('/fleet', createRestRouter(fleet, { page: true }));
    await using server = await serveApp(app);
    const moved = await server.ask('/fleet');
    expect([moved.status, moved.headers.location]).toEqual([308, '/fleet/']);
    expect((await server.ask('/fleet/')).status).toBe(200);
    expect((await server.ask(`/fleet${files[0]!}`)).status).toBe(200);
  });

  test('there is no page unless it is asked for', async () => {
    await using without = await startRest(fleet);
    expect((await without.ask('/')).status).toBe(404);
    expect((await without.ask(files[0]!)).status).toBe(404);
  });
});
