import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gzipSync } from 'node:zlib';
import express from 'express';
import { createRestRouter } from '../../../src/adapters/rest/index.js';
import { createFleet, type Fleet } from '../../../src/index.js';
import { kubeconfig, temporaryDirectory } from '../../support/kubeconfigs.js';
import { broken, ownToolset, shapeless } from '../../support/own-operations.js';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { echoRead, echoWrite } from './own-rest-operations.js';
import { json, post, serveApp, startRest, type RestServer } from './rest-server.js';

const directory = temporaryDirectory();
const defects: unknown[] = [];
let fleet: Fleet;
let rest: RestServer;
beforeAll(async () => {
  writeFileSync(join(directory.path, 'prod-1.yaml'), kubeconfig({ server: 'https://127.0.0.1:1' }));
  fleet = createFleet(
    { kubeconfigDir: directory.path, deny: ['events_list'] },
    { toolsets: [ownToolset([echoRead, echoWrite, broken, shapeless])] },
  );
  rest = await startRest(fleet, { maxBodyBytes: 2000, onerror: (error, requestId) => defects.push({ error, requestId }) });
});
afterAll(async () => {
  await rest[Symbol.asyncDispose]();
  await fleet.close();
  directory.remove();
});

describe('queries', () => {
  test.each([
    ['text=a%20b', { text: 'a b' }],
    ['text=a+b', { text: 'a b' }],
    ['text=', { text: '' }],
    ['text=12', { text: '12' }],
    ['count=12&ratio=-1.5&flag=false', { count: 12, ratio: -1.5, flag: false }],
    ['names=a', { names: ['a'] }],
    ['names=a&names=b,c', { names: ['a', 'b,c'] }],
    ['counts=1&counts=2', { counts: [1, 2] }],
    ['either=3', { either: 3 }],
    ['either=all', { either: 'all' }],
    [`parameters=${encodeURIComponent('{"a":{"b":[1,null]}}')}`, { parameters: { a: { b: [1, null] } } }],
  ])('%s is read by the schema', async (query, expected) => {
    const answer = await rest.ask(`/v1/own/echo_read?${query}`);
    expect([answer.status, json(answer)]).toEqual([200, expected]);
  });

  test.each([
    ['tex=a', 'did you mean text'],
    ['__proto__=1', 'unknown parameter'],
    ['constructor=1', 'unknown parameter'],
    ['text[a]=1', 'unknown parameter'],
    ['text=a&text=b', 'expected string'],
    ['count=abc', 'count'],
    ['count=', 'count'],
    ['count=1.5', 'count'],
    ['count=-1', 'count'],
    ['count=0x10', 'count'],
    ['count=Infinity', 'count'],
    ['count=99999999999999999999', 'count'],
    ['count=1&count=2', 'count'],
    ['flag=yes', 'flag'],
    ['flag=1', 'flag'],
    ['flag=TRUE', 'flag'],
    ['parameters=a', 'not JSON'],
    ['parameters={', 'not JSON'],
    ['parameters=[1]', 'parameters'],
    ['parameters=null', 'parameters'],
    ['counts=1&counts=b', 'counts'],
    ['=1', 'unknown parameter'],
    ['cluster=prod-1', 'unknown parameter'],
  ])('%s is refused and says what is wrong', async (query, words) => {
    const answer = await rest.ask(`/v1/own/echo_read?${query.replaceAll('{', '%7B').replaceAll('[', '%5B').replaceAll(']', '%5D')}`);
    expect([answer.status, answer.headers['content-type']]).toEqual([400, 'application/problem+json']);
    expect(json(answer)).toMatchObject({ code: 'INPUT_INVALID', status: 400, retryable: false, detail: expect.stringContaining(words) });
  });
});

describe('paths and methods', () => {
  test.each([
    ['/v1', 404, 'ROUTE_UNKNOWN'],
    ['/v1/', 404, 'ROUTE_UNKNOWN'],
    ['/v1/core', 404, 'ROUTE_UNKNOWN'],
    ['/v1/core/pods_list/more', 404, 'ROUTE_UNKNOWN'],
    ['/v1/core/pods_lst', 404, 'OPERATION_UNKNOWN'],
    ['/v1/own/pods_list', 404, 'OPERATION_UNKNOWN'],
    ['/v1/core/pods_list/', 404, 'ROUTE_UNKNOWN'],
    ['/v1/core/__proto__', 404, 'OPERATION_UNKNOWN'],
    ['/v1/core/%2e%2e%2fpods_list', 404, 'OPERATION_UNKNOWN'],
    ['/v1/core/events_list', 403, 'OPERATION_NOT_ALLOWED'],
    ['/v1/core/%E0%A4%A', 400, 'PATH_MALFORMED'],
    ['/v1/clusters/nope', 404, 'CLUSTER_UNKNOWN'],
    ['/v1/clusters/', 404, 'CLUSTER_UNKNOWN'],
    ['/v1/clusters/nope/status', 404, 'CLUSTER_UNKNOWN'],
    ['/v1/clusters/prod-1/nodes', 404, 'ROUTE_UNKNOWN'],
    ['/v1/clusters/prod-1?limit=1', 400, 'INPUT_INVALID'],
    ['/v1/clusters/prod-1/status?cluster=other', 400, 'INPUT_INVALID'],
    ['/v1/core/pods_list?cluster=prod', 404, 'CLUSTER_UNKNOWN'],
    ['/v1/core/pods_list?contxt=prod-1', 400, 'INPUT_INVALID'],
    ['/v1/core/pods_get?cluster=prod-1', 400, 'INPUT_INVALID'],
    ['/v1/clusters/clusters_exec_all?operation=clusters_list', 400, 'INPUT_INVALID'],
    ['/v1/clusters/clusters_status?clusters=(', 400, 'SELECTOR_INVALID'],
  ])('GET %s is %i %s', async (path, status, code) => {
    const answer = await rest.ask(path);
    expect([answer.status, json(answer)]).toEqual([
      status,
      expect.objectContaining({ code, status, type: `urn:fleetwright:error:${code}` }),
    ]);
    expect(json(answer)['instance']).toBe(path.split('?')[0]);
    expect(json(answer)['requestId']).toBe(answer.headers['x-request-id']);
  });

  test.each([
    ['POST', '/v1/core/pods_list', 'GET, HEAD'],
    ['DELETE', '/v1/core/pods_list', 'GET, HEAD'],
    ['OPTIONS', '/v1/core/pods_list', 'GET, HEAD'],
    ['GET', '/v1/own/echo_write', 'POST'],
    ['HEAD', '/v1/own/echo_write', 'POST'],
    ['PUT', '/v1/own/echo_write', 'POST'],
    ['TRACE', '/v1/clusters', 'GET, HEAD'],
    ['PATCH', '/v1/clusters/prod-1', 'GET, HEAD'],
    ['POST', '/openapi.json', 'GET, HEAD'],
    ['DELETE', '/openapi.yaml', 'GET, HEAD'],
  ])('%s %s is 405 and says what is allowed', async (method, path, allow) => {
    const answer = await rest.ask(path, { method });
    expect([answer.status, answer.headers.allow]).toEqual([405, allow]);
    if (method !== 'HEAD') expect(json(answer)['code']).toBe('METHOD_NOT_ALLOWED');
  });

  test('paths that are not ours are left to the application', async () => {
    const app = express();
    app.use('/fleet', createRestRouter(fleet));
    app.use((_request, response) => {
      response.status(418).send('mine');
    });
    await using mounted = await serveApp(app);
    expect((await mounted.ask('/other')).status).toBe(418);
    expect((await mounted.ask('/fleet/other')).status).toBe(418);
    expect((await mounted.ask('/fleet/openapi.JSON')).status).toBe(418);
    expect(json(await mounted.ask('/fleet/v1/clusters'))).toMatchObject({ total: 1 });
    expect(json(await mounted.ask('/fleet/openapi.json'))['servers']).toEqual([{ url: '/fleet' }]);
    expect(json(await mounted.ask('/fleet/v1/nope'))).toMatchObject({ instance: '/fleet/v1/nope', code: 'ROUTE_UNKNOWN' });
  });

  test.each(['image/png', 'application/xml', 'text/html;q=0.9', 'nonsense'])('what cannot be had as %s is 406', async (accept) => {
    const answer = await rest.ask('/v1/clusters', { headers: { Accept: accept } });
    expect([answer.status, json(answer)['code']]).toEqual([406, 'NOT_ACCEPTABLE']);
  });

  test('an id that could not be logged safely is replaced', async () => {
    for (const id of ['a b', 'x'.repeat(200), 'é', '<script>']) {
      const answer = await rest.ask('/v1/clusters', {
        headers: { 'X-Request-Id': encodeURI(id) === id ? id : `${id.slice(0, 1)} ` + '"' },
      });
      expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    }
  });
});

describe('bodies', () => {
  test.each([
    ['{"text":"a"', 400, 'BODY_MALFORMED'],
    ['', 200, undefined],
    ['not json', 400, 'BODY_MALFORMED'],
    ['{"text":"a"}}', 400, 'BODY_MALFORMED'],
    ['[]', 400, 'INPUT_INVALID'],
    ['null', 400, 'INPUT_INVALID'],
    ['"text"', 400, 'INPUT_INVALID'],
    ['12', 400, 'INPUT_INVALID'],
    ['{"txt":"a"}', 400, 'INPUT_INVALID'],
    ['{"text":1}', 400, 'INPUT_INVALID'],
    ['{"count":"1"}', 400, 'INPUT_INVALID'],
    ['{"__proto__":{"text":"a"}}', 400, 'INPUT_INVALID'],
    [`{"text":"${'x'.repeat(3000)}"}`, 413, 'BODY_TOO_LARGE'],
    ['{"text":"a"}', 200, undefined],
  ])('%.40s is %i %s', async (body, status, code) => {
    const answer = await rest.ask('/v1/own/echo_write', post(body));
    expect([answer.status, json(answer)['code']]).toEqual([status, code]);
    if (code !== undefined) expect(answer.headers['content-type']).toBe('application/problem+json');
  });

  test.each([
    [{ 'Content-Type': 'text/plain' }, 415],
    [{ 'Content-Type': 'application/x-www-form-urlencoded' }, 415],
    [{ 'Content-Type': 'application/jsonx' }, 415],
    [{ 'Content-Type': 'application/json; charset=klingon' }, 415],
    [{ 'Content-Type': 'application/json', 'Content-Encoding': 'compress' }, 415],
    [{ 'Content-Type': 'application/json; charset=utf-8' }, 200],
  ])('%j is %i', async (headers, status) => {
    const answer = await rest.ask('/v1/own/echo_write', { method: 'POST', headers, body: '{"text":"a"}' });
    expect(answer.status).toBe(status);
    if (status === 415) expect(json(answer)).toMatchObject({ code: 'MEDIA_TYPE_UNSUPPORTED' });
  });

  test('a body without a type is not guessed', async () => {
    expect((await rest.ask('/v1/own/echo_write', { method: 'POST', body: '{}' })).status).toBe(415);
  });

  test('a small body that unpacks to a large one is still too large', async () => {
    const packed = gzipSync(JSON.stringify({ text: 'x'.repeat(1_000_000) }));
    expect(packed.byteLength).toBeLessThan(2000);
    const headers = { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' };
    const answer = await fetch(`${rest.url}/v1/own/echo_write`, { method: 'POST', headers, body: packed });
    expect(answer.status).toBe(413);
  });

  test('what would be ignored is refused: a body of a read, a query of a write', async () => {
    expect(json(await rest.ask('/v1/own/echo_read', { body: '{}', headers: { 'Content-Length': '2' } }))['code']).toBe('BODY_UNEXPECTED');
    expect(json(await rest.ask('/v1/own/echo_write?text=b', post({ text: 'a' })))['code']).toBe('QUERY_UNEXPECTED');
  });
});

test('a defect is told as one, without the secret in its message, and to the server', async () => {
  const answer = await rest.ask('/v1/own/broken?cluster=prod-1');
  expect([answer.status, json(answer)['code']]).toEqual([500, 'INTERNAL']);
  expect(answer.text).not.toContain('abcdef0123456789abcdef');
  expect(answer.text).not.toContain('.ts:');
  expect(json(await rest.ask('/v1/own/shapeless'))).toMatchObject({ status: 500, code: 'INTERNAL' });
  expect(defects).toHaveLength(2);
});

test('a closed fleet says so', async () => {
  const closed = createFleet({});
  await using server = await startRest(closed);
  await closed.close();
  const answer = await server.ask('/v1/clusters');
  expect([answer.status, json(answer)['code']]).toEqual([503, 'CLOSED']);
});
