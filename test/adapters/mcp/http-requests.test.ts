import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveHttp, type HttpServing } from '../../../src/adapters/mcp/index.js';
import { createFleet, type Fleet } from '../../../src/index.js';
import { temporaryDirectory } from '../../support/kubeconfigs.js';
import { ask, initialize, initializeBody, messageIn, modernRpc, rpc, RPC_HEADERS } from './http-requests.js';

const directory = temporaryDirectory();
let fleet: Fleet;
let serving: HttpServing;
beforeAll(async () => {
  fleet = createFleet({ kubeconfigDir: directory.path });
  serving = await serveHttp(fleet, { port: 0 });
});
afterAll(async () => {
  await serving.close();
  await fleet.close();
  directory.remove();
});

describe('requests that are not right', () => {
  test.each([
    ['GET', '/', 404],
    ['GET', '/mcp/../etc/passwd', 404],
    ['POST', '/health', 405],
    ['PUT', '/mcp', 405],
    ['OPTIONS', '/mcp', 405],
    ['GET', '/mcp', 400],
    ['DELETE', '/mcp', 400],
    ['POST', '/sse', 405],
    ['GET', '/sse/messages', 405],
    ['POST', '/sse/messages?sessionId=none', 404],
  ])('%s %s is answered with %i, in the form of its protocol', async (method, path, status) => {
    const answer = await ask(`${serving.url}${path}`, { method });
    expect(answer.status).toBe(status);
    if (path === '/mcp') {
      expect(answer.headers['content-type']).toBe('application/json');
      expect(messageIn(answer)).toHaveProperty('error');
    } else {
      expect(answer.headers['content-type']).toBe('application/problem+json');
      expect(JSON.parse(answer.text)).toMatchObject({
        status,
        instance: new URL(path, serving.url).pathname,
        requestId: answer.headers['x-request-id'],
        hint: expect.stringMatching(/./),
        retryable: false,
      });
    }
    if (status === 405) expect(answer.headers.allow).toMatch(/GET|POST/);
  });

  test('a session that ended is 404, so that clients begin anew', async () => {
    const headers = { ...RPC_HEADERS, 'Mcp-Session-Id': 'gone' };
    const answer = await ask(`${serving.url}/mcp`, { method: 'POST', headers, body: rpc('tools/list', {}) });
    expect(answer.status).toBe(404);
    expect(messageIn(answer)).toMatchObject({ id: 1, error: { code: -32001 } });
  });

  test('a call without a session is told to initialize', async () => {
    const answer = await ask(`${serving.url}/mcp`, { method: 'POST', headers: RPC_HEADERS, body: rpc('tools/list', {}) });
    expect(answer.status).toBe(400);
    expect(messageIn(answer).error?.message).toContain('initialize');
  });

  test.each([
    ['no JSON', 400, { ...RPC_HEADERS }, '{"jsonrpc":'],
    ['nothing', 400, { ...RPC_HEADERS }, ''],
    ['another type', 415, { ...RPC_HEADERS, 'Content-Type': 'text/plain' }, initializeBody()],
    ['no accepted type', 406, { 'Content-Type': 'application/json' }, initializeBody()],
    ['too much, announced', 413, { ...RPC_HEADERS, 'Content-Length': String(5 * 1024 * 1024) }, 'x'.repeat(5 * 1024 * 1024)],
    ['too much, in chunks', 413, { ...RPC_HEADERS, 'Transfer-Encoding': 'chunked' }, 'x'.repeat(5 * 1024 * 1024)],
  ])('a body of %s is answered with %i', async (_what, status, headers, body) => {
    const answer = await ask(`${serving.url}/mcp`, { method: 'POST', headers, body });
    expect(answer.status).toBe(status);
    expect(messageIn(answer).error?.code).toBeLessThan(0);
  });
});

describe('the 2026-07-28 revision', () => {
  async function call(params: Record<string, unknown>, headers: Record<string, string>): Promise<Awaited<ReturnType<typeof ask>>> {
    const request = modernRpc('tools/call', params);
    return ask(`${serving.url}/mcp`, { method: 'POST', headers: { ...request.headers, ...headers }, body: request.body });
  }

  test('a gateway that routes by header is never told another cluster than the one that is used', async () => {
    const params = { name: 'pods_list', arguments: { cluster: 'prod-1' } };
    for (const headers of [{}, { 'Mcp-Param-Cluster': 'prod-2' }, { 'Mcp-Param-Cluster': '=?base64?!?=' }]) {
      const answer = await call(params, headers);
      expect(answer.status).toBe(400);
      expect(messageIn(answer)).toMatchObject({ id: 1, error: { code: -32020 } });
    }
    for (const header of ['prod-1', `=?base64?${Buffer.from('prod-1').toString('base64')}?=`]) {
      const answer = await call(params, { 'Mcp-Param-Cluster': header });
      expect(messageIn(answer).result).toMatchObject({ isError: true, content: [{ text: expect.stringMatching(/^CLUSTER_UNKNOWN/) }] });
    }
  });

  test('lists say how long they may be kept, and are the same for everyone', async () => {
    const request = modernRpc('tools/list', {});
    const [first, second] = await Promise.all([1, 2].map(() => ask(`${serving.url}/mcp`, { method: 'POST', ...request })));
    expect(first?.text).toBe(second?.text);
    expect(first?.headers['mcp-session-id']).toBeUndefined();
    expect(first === undefined ? undefined : messageIn(first).result).toMatchObject({
      ttlMs: 60_000,
      cacheScope: 'private',
      resultType: 'complete',
    });
  });

  test('keeps no active cluster, and says so', async () => {
    const answer = await call({ name: 'clusters_switch', arguments: { cluster: 'prod-1' } }, {});
    expect(messageIn(answer).result).toMatchObject({ isError: true, content: [{ text: expect.stringContaining('keeps no session') }] });
  });

  test('has no stream to GET', async () => {
    const answer = await ask(`${serving.url}/mcp`, { headers: { 'Accept': 'text/event-stream', 'MCP-Protocol-Version': '2026-07-28' } });
    expect([400, 405]).toContain(answer.status);
  });
});

describe('zero clusters', () => {
  test('is an answer', async () => {
    const headers = { ...RPC_HEADERS, 'Mcp-Session-Id': await initialize(serving.url) };
    const answer = await ask(`${serving.url}/mcp`, { method: 'POST', headers, body: rpc('tools/call', { name: 'clusters_list' }) });
    expect(messageIn(answer).result).toMatchObject({ structuredContent: { total: 0, clusters: [] } });
    expect(JSON.stringify(messageIn(answer).result)).toContain('kubeconfig');
  });

  test('is not ready, and is alive', async () => {
    expect((await ask(`${serving.url}/ready`)).status).toBe(503);
    expect((await ask(`${serving.url}/health`)).status).toBe(200);
  });
});
