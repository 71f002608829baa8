import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashToken } from '../../../src/adapters/rest/index.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';
import { newerHttp, olderHttp, olderSse, open } from '../mcp/clients.js';
import { ask, messageIn, modernRpc, openStream, type HttpAnswer } from '../mcp/http-requests.js';
import { startProgram, type RunningProgram } from './run-program.js';
import { temporaryFolder } from './temporary-folder.js';

const TOKENS = { root: 'hunter2-root-token-0123456789', ben: 'hunter2-ben-token-0123456789', simple: 'hunter2-simple-token-0123456789' };

const AUTH = `
[[auth.tokens]]
user = "root"
sha256 = "${hashToken(TOKENS.root)}"
[[auth.tokens]]
user = "ben"
sha256 = "${hashToken(TOKENS.ben)}"
roles = ["legacy-viewer"]
[auth.roles.legacy-viewer]
access = "read-only"
clusters = "legacy"
`;

interface Served extends AsyncDisposable {
  readonly program: RunningProgram;
  readonly url: string;
  readonly said: string;
  get(path: string, token?: string, headers?: Readonly<Record<string, string>>): Promise<HttpAnswer>;
}

await describeWithFleet('MCP, REST, metrics and the web page in one process on one port', () => {
  let clusters: LocalFleet;
  beforeAll(async () => {
    clusters = await sharedFleet();
  });
  afterAll(async () => {
    await clusters.close();
  });

  async function serve(): Promise<Served> {
    const folder = await temporaryFolder();
    const file = await folder.write('fleet.toml', `kubeconfig_dir = "${clusters.kubeconfigDirectory}"\nrate_limit = 50\n${AUTH}`);
    const program = await startProgram(['serve', '--port', '0', '--config', file], { FLEETWRIGHT_AUTH_TOKEN: TOKENS.simple });
    const said = await program.sees('stderr', 'curl:');
    const url = /MCP is served at (\S+)\/mcp/.exec(said)?.[1] ?? '';
    return {
      program,
      url,
      said,
      get: (path, token, headers = {}) =>
        ask(`${url}${path}`, { headers: { ...headers, ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }) } }),
      [Symbol.asyncDispose]: async () => {
        program.child.kill('SIGKILL');
        await program.ended;
        await folder[Symbol.asyncDispose]();
      },
    };
  }

  test('it says what is served where, and how callers prove who they are', async () => {
    await using served = await serve();
    for (const line of [
      `MCP is served at ${served.url}/mcp`,
      `REST is served at ${served.url}/v1`,
      `${served.url}/docs`,
      `The web page is at ${served.url}/`,
      `${served.url}/metrics`,
      'with one of 3 configured tokens. Roles: legacy-viewer.',
      '--header "Authorization: Bearer TOKEN"',
    ]) {
      expect(served.said).toContain(line);
    }
    expect(served.said).not.toContain('hunter2');
  });

  test('every client reaches the same fleet with the same token', async () => {
    await using served = await serve();
    for (const connecting of [
      olderHttp(served.url, TOKENS.root),
      newerHttp(served.url, 'pinned', TOKENS.root),
      olderSse(served.url, TOKENS.simple),
    ]) {
      await using connection = await open(connecting);
      const answer = await connection.client.call('clusters_list', {});
      expect(answer.structured).toMatchObject({ total: 2 });
    }
    expect(JSON.parse((await served.get('/v1/clusters', TOKENS.root)).text)).toMatchObject({ total: 2 });
    expect((await served.get('/v1/core/pods_list?cluster=legacy', TOKENS.simple)).status).toBe(200);
    const metrics = await served.get('/metrics', TOKENS.root);
    expect(metrics.text).toContain('kubernetes_mcp_cluster_total');
    expect((await served.get('/', undefined, { Accept: 'text/html' })).headers['content-type']).toContain('text/html');
  });

  test('roles hold for MCP and REST alike', async () => {
    await using served = await serve();
    await using ben = await open(newerHttp(served.url, 'pinned', TOKENS.ben));
    expect(await ben.client.tools()).not.toContain('pods_delete');
    expect((await ben.client.call('clusters_list', {})).structured).toMatchObject({ total: 1, clusters: [{ name: 'legacy' }] });
    const overMcp = await ben.client.call('pods_list', { cluster: 'current' });
    expect(overMcp).toMatchObject({ isError: true, text: expect.stringMatching(/^CLUSTER_UNKNOWN/) });
    expect(JSON.parse((await served.get('/v1/clusters', TOKENS.ben)).text)).toMatchObject({ total: 1, clusters: [{ name: 'legacy' }] });
    const overRest = await served.get('/v1/core/pods_list?cluster=current', TOKENS.ben);
    expect([overRest.status, JSON.parse(overRest.text)]).toMatchObject([404, { code: 'CLUSTER_UNKNOWN' }]);
    expect((await served.get('/metrics', TOKENS.ben)).status).toBe(403);
  });

  test('the same checks stand before all of it', async () => {
    await using served = await serve();
    const { headers, body } = modernRpc('tools/list', {});
    for (const path of ['/mcp', '/sse', '/metrics', '/v1/clusters', '/openapi.json', '/docs', '/v1/events']) {
      expect([path, (await served.get(path)).status]).toEqual([path, 401]);
      expect([path, (await served.get(path, 'no-token-of-anyone-here')).status]).toEqual([path, 401]);
      const foreign = await served.get(path, TOKENS.root, { Host: 'evil.example.com' });
      expect([path, foreign.status]).toEqual([path, 403]);
    }
    const refused = await ask(`${served.url}/mcp`, { method: 'POST', headers, body });
    expect([refused.status, messageIn(refused).error?.code]).toEqual([401, -32000]);
    for (const path of ['/health', '/ready']) expect([path, (await served.get(path)).status]).toEqual([path, 200]);
  });

  test('a path that is not there is told in one form, wherever it is', async () => {
    await using served = await serve();
    const answers = [await served.get('/nothing', TOKENS.root), await served.get('/v1/a/b/c/d', TOKENS.root)];
    const [outside, inside] = answers.map((answer) => {
      expect([answer.status, answer.headers['content-type']]).toEqual([404, 'application/problem+json']);
      const problem: Record<string, unknown> = JSON.parse(answer.text);
      expect(problem['requestId']).toBe(answer.headers['x-request-id']);
      return { keys: Object.keys(problem), type: problem['type'], title: problem['title'], code: problem['code'] };
    });
    expect(outside).toEqual(inside);
  });

  test('parameters of reads may be long', async () => {
    await using served = await serve();
    const names = Array.from({ length: 2000 }, (_, index) => `no-such-cluster-${String(index)}`).join(',');
    expect(names.length).toBeGreaterThan(16 * 1024);
    const answer = await served.get(`/v1/clusters/clusters_status?clusters=${names}`, TOKENS.root);
    expect(answer.status).not.toBe(431);
    expect(JSON.parse(answer.text)).toHaveProperty('code');
  });

  test('the rate limit of the configuration holds', async () => {
    await using served = await serve();
    const statuses = await Promise.all(Array.from({ length: 60 }, async () => (await served.get('/v1/clusters', TOKENS.root)).status));
    expect(statuses.filter((status) => status === 200)).toHaveLength(50);
    expect(statuses.filter((status) => status === 429)).toHaveLength(10);
  });

  test('SIGTERM: calls of both kinds finish, new ones hear that it is closing, streams end, and so does the process', async () => {
    await using served = await serve();
    const { url, program } = served;
    const legacy = clusters.cluster('legacy').faults;
    const root = { Authorization: `Bearer ${TOKENS.root}` };
    const events = await openStream(`${url}/v1/events`, root);
    const eventsEnded = once(events, 'close');
    const before = legacy.counters().openConnections;
    legacy.hang();
    try {
      const rest = served.get('/v1/core/pods_list?cluster=legacy', TOKENS.root);
      await expect.poll(() => legacy.counters().openConnections, { timeout: 10_000 }).toBeGreaterThan(before);
      // Both begin to answer when the other cluster has; then they are in flight for certain.
      const accept = { ...root, Accept: 'text/event-stream' };
      const stream = await fetch(`${url}/v1/clusters/clusters_exec_all?operation=pods_list`, { headers: accept });
      const call = modernRpc('tools/call', { name: 'clusters_exec_all', arguments: { operation: 'pods_list' } }, { progressToken: 1 });
      const mcp = await fetch(`${url}/mcp`, { method: 'POST', headers: { ...call.headers, ...root }, body: call.body });
      program.child.kill('SIGTERM');
      await program.sees('stderr', 'Ending');
      for (const path of ['/v1/clusters', '/mcp', '/health', '/']) {
        const late = await served.get(path, TOKENS.root);
        expect([path, late.status, late.headers.connection, late.headers['retry-after']]).toEqual([path, 503, 'close', '1']);
        expect(JSON.parse(late.text)).toMatchObject({ code: 'SERVER_CLOSING', retryable: true });
      }
      legacy.resume();
      const finished = await rest;
      expect([finished.status, JSON.parse(finished.text)]).toMatchObject([200, { cluster: 'legacy' }]);
      expect(await stream.text()).toContain('event: result');
      expect(await mcp.text()).toContain('"structuredContent"');
      await eventsEnded;
      const killed = Date.now();
      expect(await program.ended).toMatchObject({ status: 0, signal: null, stdout: '' });
      // Nothing is open any more: nothing is waited for.
      expect(Date.now() - killed).toBeLessThan(10_000);
      await expect(served.get('/health')).rejects.toThrow();
    } finally {
      await legacy.clear();
    }
  });
});
