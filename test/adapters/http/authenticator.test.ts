import { describe, expect, test } from 'vitest';
import { AccessRefusal } from '../../../src/adapters/http/access-refusal.js';
import { createAuthenticator, type AuthenticationOptions } from '../../../src/adapters/http/authenticator.js';
import { hashToken } from '../../../src/adapters/http/static-tokens.js';

const roles: AuthenticationOptions['roles'] = {
  viewer: { access: 'read-only' },
  admin: { access: 'full', clusters: 'env=dev', toolsets: ['core'] },
};
const authenticate = createAuthenticator({
  roles,
  tokens: [
    { user: 'root', sha256: hashToken('root-token') },
    { user: 'ada', sha256: hashToken('ada-token').toUpperCase(), roles: ['viewer', 'admin'] },
    { user: 'bob', sha256: hashToken('bob-token'), roles: ['admin', 'viewer', 'admin'] },
  ],
});
const bearer = (token: string): ReturnType<typeof authenticate> => authenticate({ authorization: `Bearer ${token}` });

describe('who sent a request', () => {
  test('is the user of its token, limited by the sum of the roles', async () => {
    expect(await bearer('root-token')).toEqual({ user: 'root', id: 'token:root', limits: {} });
    expect(await bearer('ada-token')).toEqual({
      user: 'ada',
      id: 'token:ada',
      limits: { grants: [{ access: 'full', clusters: 'env=dev', toolsets: ['core'] }, { access: 'read-only' }] },
    });
  });

  test('the same roles in any order are the same limits, so that what is made of them can be kept', async () => {
    const [ada, bob] = [await bearer('ada-token'), await bearer('bob-token')];
    if (ada instanceof AccessRefusal || bob instanceof AccessRefusal) throw new Error('Both are known.');
    expect(bob.limits).toBe(ada.limits);
  });

  test('is anyone where no token is asked for', async () => {
    expect(await createAuthenticator({})({})).toEqual({ user: undefined, id: 'anonymous', limits: {} });
    expect(await createAuthenticator({ tokens: [] })({ authorization: 'Bearer whatever' })).toMatchObject({ id: 'anonymous' });
  });

  test.each([
    [undefined, 'TOKEN_MISSING', 'Bearer realm="fleetwright"'],
    ['Basic root-token', 'TOKEN_MISSING', 'Bearer realm="fleetwright"'],
    ['Bearer root-token ada-token', 'TOKEN_MISSING', 'Bearer realm="fleetwright"'],
    ['Bearer root-toke', 'TOKEN_INVALID', 'Bearer realm="fleetwright", error="invalid_token"'],
    [`Bearer ${hashToken('root-token')}`, 'TOKEN_INVALID', 'Bearer realm="fleetwright", error="invalid_token"'],
  ])('with %j is not known', async (authorization, code, challenge) => {
    const refusal = await authenticate(authorization === undefined ? {} : { authorization });
    expect(refusal).toBeInstanceOf(AccessRefusal);
    expect(refusal).toMatchObject({ status: 401, code, headers: { 'WWW-Authenticate': challenge }, hint: expect.any(String) });
  });
});

describe('options that cannot be meant', () => {
  const jwt = { issuer: 'https://login.example.test', audience: 'fleet' };
  test.each<[string, AuthenticationOptions]>([
    ['roles.a.clusters', { roles: { a: { access: 'full', clusters: '' } } }],
    ['roles.a.clusters', { roles: { a: { access: 'full', clusters: 'prod-1 or (' } } }],
    ['roles.a.clusters', { roles: { a: { access: 'full', clusters: 'active' } } }],
    // As a configuration without types would pass them.
    ['roles.a.access', { roles: { a: JSON.parse('{"access":"admin"}') } }],
    ['roles.a.access', { roles: { a: JSON.parse('{}') } }],
    ['roles.a.acces', { roles: { a: JSON.parse('{"acces":"full","access":"full"}') } }],
    ['roles.a.toolsets', { roles: { a: JSON.parse('{"access":"full","toolsets":"core"}') } }],
    ['roles.a', { roles: { a: JSON.parse('"full"') } }],
    ['tokens[0].roles', { tokens: [{ user: 'a', sha256: hashToken('a'), roles: ['nope'] }], roles }],
    ['jwt.issuer', { jwt: { ...jwt, issuer: 'http://login.example.test' }, roles }],
    ['jwt.issuer', { jwt: { ...jwt, issuer: 'login' }, roles }],
    ['jwt.audience', { jwt: { ...jwt, audience: [] }, roles }],
    ['jwt.audience', { jwt: { ...jwt, audience: ['fleet', ''] }, roles }],
    ['jwt.jwksUri', { jwt: { ...jwt, jwksUri: 'http://login.example.test/keys' }, roles }],
    ['jwt.algorithms', { jwt: { ...jwt, algorithms: ['RS256', 'HS256'] }, roles }],
    ['roles', { jwt }],
  ])('%s is named', (key, options) => {
    const problems = [expect.objectContaining({ key })];
    expect(() => createAuthenticator(options)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID', details: { problems } }));
  });

  test('all of them at once', () => {
    const options: AuthenticationOptions = { tokens: [{ user: ' ', sha256: 'x', roles: ['nope'] }], jwt: { ...jwt, audience: '' } };
    expect(() => createAuthenticator(options)).toThrow(/user.*sha256.*nope.*audience.*roles/);
  });

  test('what can be meant is taken', () => {
    expect(() => createAuthenticator({ jwt, roles })).not.toThrow();
    expect(() =>
      createAuthenticator({ jwt: { ...jwt, issuer: 'accounts', jwksUri: 'https://login.example.test/keys' }, roles }),
    ).not.toThrow();
  });
});
