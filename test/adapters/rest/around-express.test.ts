import { once } from 'node:events';
import { createServer } from 'node:http';
import express from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFleet, type Fleet } from '../../../src/index.js';
import { createRestHandler, createRestRouter, hashToken, type RestOptions } from '../../../src/adapters/rest/index.js';
import { ask, type HttpQuestion } from '../mcp/http-requests.js';
import { json, serveApp, type RestServer } from './rest-server.js';

// A server of one's own answers operations without Express. Nobody may be able to tell.

const OPTIONS: RestOptions = {
  tokens: [{ user: 'ci', sha256: hashToken('right-token'), roles: ['viewer'] }],
  roles: { viewer: { access: 'read-only' } },
  allowedOrigins: ['https://pages.example.com'],
  rateLimit: { requests: 1000, windowMs: 60_000 },
};
const TOKEN = { Authorization: 'Bearer right-token' };

let fleet: Fleet;
let application: RestServer;
let own: { readonly url: string; readonly close: () => Promise<void> };

beforeAll(async () => {
  fleet = createFleet({});
  application = await serveApp(express().disable('x-powered-by').use(createRestRouter(fleet, OPTIONS)));
  own = await serveHandler();
});
afterAll(async () => {
  await own.close();
  await application[Symbol.asyncDispose]();
  await fleet.close();
});

async function serveHandler(): Promise<{ url: string; close: () => Promise<void> }> {
  const rest = createRestHandler(fleet, OPTIONS);
  const server = createServer((request, response) => {
    void rest.handle(request, response).then((known) => known || response.writeHead(404).end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    close: async () => {
      await rest.close();
      server.close();
      server.closeAllConnections();
    },
  };
}

const ORIGIN = { Origin: 'https://pages.example.com' };
const QUESTIONS: readonly (readonly [what: string, path: string, question: HttpQuestion])[] = [
  ['a call', '/v1/clusters/clusters_list', { headers: TOKEN }],
  ['a call in another form', '/v1/clusters/clusters_list', { headers: { ...TOKEN, Accept: 'text/plain' } }],
  ['a short path', '/v1/clusters', { headers: TOKEN }],
  ['HEAD', '/v1/clusters', { method: 'HEAD', headers: TOKEN }],
  ['no token', '/v1/clusters', {}],
  ['a wrong token', '/v1/clusters', { headers: { Authorization: 'Bearer wrong' } }],
  ['a wrong host', '/v1/clusters', { headers: { ...TOKEN, Host: 'evil.example.com' } }],
  ['a page that may call', '/v1/clusters', { headers: { ...TOKEN, ...ORIGIN } }],
  ['its browser asking first', '/v1/clusters', { method: 'OPTIONS', headers: { ...ORIGIN, 'Access-Control-Request-Method': 'GET' } }],
  ['a page that may not', '/v1/clusters', { headers: { ...TOKEN, Origin: 'https://evil.example.com' } }],
  ['an unknown operation', '/v1/core/no_such', { headers: TOKEN }],
  ['an unknown path', '/v1/a/b/c/d', { headers: TOKEN }],
  ['nothing below', '/v1/', { headers: TOKEN }],
  ['the prefix itself', '/v1', { headers: TOKEN }],
  ['bad encoding', '/v1/clusters/%zz', { headers: TOKEN }],
  ['a query twice', '/v1/core/pods_list?cluster=a&cluster=b', { headers: TOKEN }],
  ['a second question mark', '/v1/core/pods_list?cluster=a?b', { headers: TOKEN }],
  ['an unknown parameter', '/v1/core/pods_list?clutser=a', { headers: TOKEN }],
  ['a form nobody has', '/v1/clusters', { headers: { ...TOKEN, Accept: 'image/png' } }],
  ['a wrong method', '/v1/clusters', { method: 'DELETE', headers: TOKEN }],
  ['a body where none belongs', '/v1/clusters', { method: 'GET', headers: { ...TOKEN, 'Content-Length': '2' }, body: '{}' }],
  ['events, which are no operation', '/v1/events', { headers: TOKEN }],
  ['below events', '/v1/events/', { headers: TOKEN }],
  ['the document', '/openapi.yaml', { headers: TOKEN }],
];

test.each(QUESTIONS)('%s gets the same answer with Express and without', async (_, path, question) => {
  const headers = { 'X-Request-Id': 'same', ...question.headers };
  const [left, right] = [await application.ask(path, { ...question, headers }), await ask(`${own.url}${path}`, { ...question, headers })];
  expect(right.status).toBe(left.status);
  expect(comparable(right.headers)).toEqual(comparable(left.headers));
  expect(withoutTimes(right.text)).toEqual(withoutTimes(left.text));
});

test('the limit holds without Express, and says when to come back', async () => {
  const strict = createRestHandler(fleet, { rateLimit: { requests: 2, windowMs: 60_000 } });
  const server = createServer((request, response) => void strict.handle(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/v1/clusters`;
  try {
    const answers = [await ask(url), await ask(url), await ask(url)];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(answers.map(({ headers }) => headers['ratelimit'])).toEqual(
      [1, 0, 0].map((left): unknown => expect.stringMatching(new RegExp(`^"caller"; r=${left}; t=\\d+$`))),
    );
    const [, , refused] = answers;
    expect(refused && json(refused)['code']).toBe('TOO_MANY_REQUESTS');
    expect(Number(refused?.headers['retry-after'])).toBeGreaterThan(0);
  } finally {
    await strict.close();
    server.close();
    server.closeAllConnections();
  }
});

/** Header names as they come; what differs between any two answers is left out. */
function comparable({ date: _date, ratelimit: _left, ...headers }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return headers;
}

function withoutTimes(text: string): string {
  return text.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME').replaceAll(/"?(id|last_event_id)"?:"[^"]*"/g, '"$1":"ID"');
}
