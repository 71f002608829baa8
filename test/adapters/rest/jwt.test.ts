import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type JWK } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFleet, type Fleet } from '../../../src/index.js';
import { startServer, type TestServer } from '../../support/https-server.js';
import { ownToolset } from '../../support/own-operations.js';
import { echoRead, echoWrite } from './own-rest-operations.js';
import { json, post, startRest, type RestServer } from './rest-server.js';

type Key = Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];

const ISSUER = 'https://login.example.test';
const AUDIENCE = 'fleet';
const published: JWK[] = [];
let issuerIsDown = false;
let issuer: TestServer;
let fleet: Fleet;
let rest: RestServer;
let key: Key;

/** A new key of the issuer, published. */
async function publish(kid: string, algorithm = 'ES256'): Promise<Key> {
  const { publicKey, privateKey } = await generateKeyPair(algorithm);
  published.push({ ...(await exportJWK(publicKey)), kid, alg: algorithm });
  return privateKey;
}

function token(
  claims: Record<string, unknown> = {},
  header: Record<string, unknown> = {},
  signedBy: Key | Uint8Array = key,
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ iss: ISSUER, aud: AUDIENCE, sub: 'ada', roles: ['viewer'], exp: now + 600, ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'first', ...header })
    .sign(signedBy);
}

async function outcome(jwt: string): Promise<unknown> {
  const answer = await rest.ask('/v1/own/echo_read', { headers: { Authorization: `Bearer ${jwt}` } });
  expect(answer.text).not.toContain(jwt);
  return answer.status === 200 ? 200 : json(answer)['code'];
}

beforeAll(async () => {
  issuer = await startServer(
    (_request, response) => {
      response.writeHead(issuerIsDown ? 500 : 200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ keys: published }));
    },
    { tls: false },
  );
  key = await publish('first');
  fleet = createFleet({}, { toolsets: [ownToolset([echoRead, echoWrite])] });
  rest = await startRest(fleet, {
    jwt: { issuer: ISSUER, audience: [AUDIENCE, 'other-name'], jwksUri: `${issuer.url}/keys`, rolesClaim: 'realm.roles', keyCooldownMs: 1 },
    roles: { viewer: { access: 'read-only' }, editor: { access: 'non-destructive' } },
  });
});
afterAll(async () => {
  await rest[Symbol.asyncDispose]();
  await fleet.close();
  await issuer[Symbol.asyncDispose]();
});

const viewer = { realm: { roles: ['unknown', 'viewer'] } };

test('a good token is let in as its user, with the access of its roles', async () => {
  const finished = new Promise((resolve) => fleet.once('operation-finished', resolve));
  expect(await outcome(await token(viewer))).toBe(200);
  expect(await finished).toMatchObject({ caller: 'ada' });
  const write = async (roles: unknown): Promise<number> =>
    (await rest.ask('/v1/own/echo_write', post({}, { Authorization: `Bearer ${await token({ realm: { roles } })}` }))).status;
  expect([await write(['viewer']), await write(['editor']), await write('viewer editor')]).toEqual([403, 200, 200]);
});

test('the keys are read once for many callers', async () => {
  const before = issuer.requests.length;
  const good = await token(viewer);
  expect(new Set(await Promise.all(Array.from({ length: 20 }, () => outcome(good))))).toEqual(new Set([200]));
  expect(issuer.requests.length - before).toBeLessThanOrEqual(1);
});

const past = Math.floor(Date.now() / 1000) - 3600;

test.each<[string, Record<string, unknown>]>([
  ['expired', { exp: past }],
  ['without an end', { exp: undefined }],
  ['not yet valid', { nbf: past + 7200 }],
  ['of another issuer', { iss: 'https://evil.example.test' }],
  ['for another audience', { aud: 'billing' }],
  ['without an audience', { aud: undefined }],
  ['without a user', { sub: undefined }],
  ['with a user that is no text', { sub: 7 }],
])('a token that is %s is refused', async (_what, claims) => {
  expect(await outcome(await token({ ...viewer, ...claims }))).toBe('TOKEN_INVALID');
});

test('a token signed by anyone else, or by no one, is refused', async () => {
  const { privateKey } = await generateKeyPair('ES256');
  expect(await outcome(await token(viewer, {}, privateKey))).toBe('TOKEN_INVALID');
  expect(await outcome(await token(viewer, { kid: 'never-published' }, privateKey))).toBe('TOKEN_INVALID');
  expect(await outcome(new UnsecuredJWT({ iss: ISSUER, aud: AUDIENCE, sub: 'ada', exp: past + 7200, ...viewer }).encode())).toBe(
    'TOKEN_INVALID',
  );
  // The public key as a shared secret: the classic confusion of algorithms.
  expect(await outcome(await token(viewer, { alg: 'HS256' }, Buffer.from(JSON.stringify(published[0]))))).toBe('TOKEN_INVALID');
  const good = await token(viewer);
  const [head = '', , signature = ''] = good.split('.');
  const forged = Buffer.from(
    JSON.stringify({ iss: ISSUER, aud: AUDIENCE, sub: 'root', exp: past + 7200, realm: { roles: ['editor'] } }),
  ).toString('base64url');
  expect(await outcome(`${head}.${forged}.${signature}`)).toBe('TOKEN_INVALID');
  expect(await outcome('not.a.token')).toBe('TOKEN_INVALID');
});

test('an algorithm that is not on the list is refused, though the key is published', async () => {
  const rsa = await publish('rsa', 'RS512');
  expect(await outcome(await token(viewer, { alg: 'RS512', kid: 'rsa' }, rsa))).toBe('TOKEN_INVALID');
});

test.each([
  [undefined],
  [{ roles: [] }],
  [{ roles: ['nobody'] }],
  [{ roles: { viewer: true } }],
  [{ roles: ['constructor', 'toString'] }],
  ['viewer'],
])('realm %j names no role', async (realm) => {
  expect(await outcome(await token({ realm }))).toBe('ROLE_MISSING');
});

test('a key that the issuer published meanwhile is found', async () => {
  const next = await publish('second');
  expect(await outcome(await token(viewer, { kid: 'second' }, next))).toBe(200);
});

test('while the keys cannot be read, good callers hear that it is not their fault', async () => {
  issuerIsDown = true;
  await using fresh = await startRest(fleet, {
    jwt: { issuer: ISSUER, audience: AUDIENCE, jwksUri: `${issuer.url}/keys` },
    roles: { viewer: { access: 'read-only' } },
  });
  const ask = async (): ReturnType<RestServer['ask']> =>
    fresh.ask('/v1/own/echo_read', { headers: { Authorization: `Bearer ${await token()}` } });
  const answer = await ask();
  expect([answer.status, answer.headers['retry-after'], json(answer)['code']]).toEqual([503, '5', 'AUTHENTICATION_UNAVAILABLE']);
  issuerIsDown = false;
  expect((await ask()).status).toBe(200);
});
