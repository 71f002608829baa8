// Flux159 #304 and #351 (DNS rebinding), GHSA-94gr-w3q5-rfqr and CVE-2025-65719 (a web page ran code), #293 (token compared in a time that
// tells): a page of another site reached the server of this machine. Every door asks for Host and Origin before anything else.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveHttp, type HttpServing } from '../../../src/adapters/mcp/index.js';
import { createFleet, type Fleet, type OperationFinished } from '../../../src/index.js';
import { ask } from '../../adapters/mcp/http-requests.js';
import { startRest, type RestServer } from '../../adapters/rest/rest-server.js';
import { PROJECT_ROOT } from '../../architecture/source-files.js';
import { temporaryDirectory } from '../../support/kubeconfigs.js';

const directory = temporaryDirectory();
const EVIL = [
  { Host: 'evil.example.com' },
  { Host: 'localhost', Origin: 'http://evil.example.com' },
  { Host: 'localhost', Origin: 'null' },
];
const METHODS = ['GET', 'POST', 'DELETE', 'OPTIONS'];

describe('a page of another site', () => {
  let fleet: Fleet;
  let mcp: HttpServing;
  let rest: RestServer;
  const ran: OperationFinished[] = [];
  beforeAll(async () => {
    fleet = createFleet({ kubeconfigDir: directory.path, toolsets: ['all'] });
    fleet.on('operation-finished', (finished) => ran.push(finished));
    mcp = await serveHttp(fleet, { port: 0 });
    rest = await startRest(fleet);
  });
  afterAll(async () => {
    await mcp.close();
    await rest[Symbol.asyncDispose]();
    await fleet.close();
    directory.remove();
  });

  test.each(EVIL)('%j reaches nothing of MCP', async (headers) => {
    for (const method of METHODS) {
      for (const path of ['/mcp', '/sse', '/sse/messages', '/metrics']) {
        const { status } = await ask(`${mcp.url}${path}`, { method, headers });
        // What a path does not do at all is refused for that.
        const refusals = path === '/metrics' && method !== 'GET' ? [403, 405] : [403];
        expect([method, path, refusals.includes(status)]).toEqual([method, path, true]);
      }
    }
  });

  test.each(EVIL)('%j runs no operation over REST', async (headers) => {
    for (const { name } of fleet.operations.list()) {
      for (const method of METHODS) {
        const path = `/v1/${fleet.operations.toolsetOf(name) ?? ''}/${name}`;
        const { status } = await rest.ask(path, { method, headers: { ...headers, 'Content-Type': 'application/json' } });
        expect([method, path, status]).toEqual([method, path, 403]);
      }
    }
    expect(ran).toEqual([]);
  });

  test('a program of this machine does', async () => {
    const question = { headers: { Host: 'localhost' } };
    expect((await rest.ask('/v1/clusters/clusters_list', question)).status).toBe(200);
    expect(ran).toMatchObject([{ operation: 'clusters_list', outcome: 'ok' }]);
  });
});

test('a token is compared in a time that tells nothing', () => {
  const source = readFileSync(join(PROJECT_ROOT, 'src/adapters/http/static-tokens.ts'), 'utf8');
  expect(source).toMatch(/timingSafeEqual\(one\.digest, given\)/);
  expect(source).not.toMatch(/===.*(?:token|digest|given)/);
});
