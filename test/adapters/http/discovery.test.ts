import { exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { AccessRefusal } from '../../../src/adapters/http/access-refusal.js';
import { createAuthenticator, type Authenticator } from '../../../src/adapters/http/authenticator.js';
import type { Principal } from '../../../src/adapters/http/principal.js';
import { startServer, type TestServer } from '../../support/https-server.js';

type Answer = (response: ServerResponse) => void;
type Key = Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];

const json =
  (value: unknown, status = 200): Answer =>
  (response) => {
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
  };

let issuer: TestServer;
let published: JWK[];
let key: Key;
/** What the issuer answers to each path. */
let answers: Record<string, Answer>;
let requests: string[];

beforeAll(async () => {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  key = privateKey;
  published = [{ ...(await exportJWK(publicKey)), kid: 'first', alg: 'ES256' }];
  issuer = await startServer(
    ({ url = '' }: IncomingMessage, response) => {
      requests.push(url);
      (answers[url] ?? json({}, 404))(response);
    },
    { tls: false },
  );
});
afterAll(async () => {
  await issuer[Symbol.asyncDispose]();
});
beforeEach(() => {
  requests = [];
  answers = { [DOCUMENT]: json({ issuer: issuer.url, jwks_uri: `${issuer.url}/keys` }), '/keys': json({ keys: published }) };
});

const DOCUMENT = '/.well-known/openid-configuration';

function authenticator(issuerUrl = issuer.url): Authenticator {
  return createAuthenticator({ jwt: { issuer: issuerUrl, audience: 'fleet' }, roles: { viewer: { access: 'read-only' } } });
}

async function ask(authenticate: Authenticator, iss = issuer.url): Promise<Principal | AccessRefusal> {
  const claims = { iss, aud: 'fleet', sub: 'ada', roles: ['viewer', 'unknown'], exp: Math.floor(Date.now() / 1000) + 600 };
  const token = await new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'first' }).sign(key);
  return authenticate({ authorization: `Bearer ${token}` });
}

test('the issuer itself says where its keys are, once for many callers', async () => {
  const authenticate = authenticator();
  expect(requests).toEqual([]);
  const principals = await Promise.all(Array.from({ length: 10 }, () => ask(authenticate)));
  for (const principal of principals) {
    expect(principal).toEqual({ user: 'ada', id: 'jwt:ada', limits: { grants: [{ access: 'read-only' }] } });
  }
  expect(requests).toEqual([DOCUMENT, '/keys']);
});

test('an issuer with a path has its document below it; a slash at its end is its own', async () => {
  const url = `${issuer.url}/realms/fleet/`;
  answers[`/realms/fleet${DOCUMENT}`] = json({ issuer: url, jwks_uri: `${issuer.url}/keys` });
  expect(await ask(authenticator(url), url)).toMatchObject({ user: 'ada' });
});

test.each<[string, () => Record<string, Answer>]>([
  ['is not there', () => ({ [DOCUMENT]: json({}, 404) })],
  ['is of another issuer', () => ({ [DOCUMENT]: json({ issuer: `${issuer.url}/`, jwks_uri: `${issuer.url}/keys` }) })],
  ['names no issuer', () => ({ [DOCUMENT]: json({ jwks_uri: `${issuer.url}/keys` }) })],
  ['names no keys', () => ({ [DOCUMENT]: json({ issuer: issuer.url }) })],
  ['names keys in the clear elsewhere', () => ({ [DOCUMENT]: json({ issuer: issuer.url, jwks_uri: 'http://login.example.test/keys' }) })],
  ['names keys in a file', () => ({ [DOCUMENT]: json({ issuer: issuer.url, jwks_uri: 'file:///etc/passwd' }) })],
  ['is not JSON', () => ({ [DOCUMENT]: (response) => response.end('<html>') })],
  ['is null', () => ({ [DOCUMENT]: json(null) })],
  [
    'is elsewhere',
    () => ({ [DOCUMENT]: (response) => response.writeHead(302, { Location: '/other' }).end(), '/other': answers[DOCUMENT] }),
  ],
  ['does not end', () => ({ [DOCUMENT]: endless })],
  ['breaks off', () => ({ [DOCUMENT]: (response) => response.destroy() })],
  ['leads to keys that do not end', () => ({ '/keys': endless })],
  ['leads to keys that are elsewhere', () => ({ '/keys': (response) => response.writeHead(302, { Location: '/other' }).end() })],
])('a document that %s is not the fault of the caller, and is read again later', async (_what, wrong) => {
  const authenticate = authenticator();
  const right = answers;
  answers = { ...answers, ...wrong() };
  const refusal = await ask(authenticate);
  expect(refusal).toMatchObject({
    status: 503,
    code: 'AUTHENTICATION_UNAVAILABLE',
    headers: { 'Retry-After': '5' },
    cause: expect.any(Error),
  });
  answers = right;
  expect(await ask(authenticate)).toMatchObject({ user: 'ada' });
});

test('an issuer that does not answer is not waited for', { timeout: 15_000 }, async () => {
  answers[DOCUMENT] = () => undefined;
  expect(await ask(authenticator())).toMatchObject({ code: 'AUTHENTICATION_UNAVAILABLE' });
});

test('what is no token of the issuer makes nobody ask it', async () => {
  const authenticate = authenticator();
  for (const authorization of ['Bearer not.a.token', 'Bearer x', 'Bearer eyJhbGciOiJub25lIn0.e30.', 'Basic abc']) {
    expect(await authenticate({ authorization })).toMatchObject({ status: 401 });
  }
  expect(requests).toEqual([]);
});

test('keys that are known are kept when a token names another one while the issuer is down', async () => {
  const authenticate = authenticator();
  expect(await ask(authenticate)).toMatchObject({ user: 'ada' });
  answers = {};
  const { privateKey } = await generateKeyPair('ES256');
  const other = await new SignJWT({ iss: issuer.url, aud: 'fleet' }).setProtectedHeader({ alg: 'ES256', kid: 'other' }).sign(privateKey);
  expect(await authenticate({ authorization: `Bearer ${other}` })).toMatchObject({ status: 401 });
  expect(await ask(authenticate)).toMatchObject({ user: 'ada' });
});

/** Sends until its client has had enough. */
function endless(response: ServerResponse): void {
  const chunk = ' '.repeat(64 * 1024);
  const send = (): void => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on('drain', send);
  send();
}
