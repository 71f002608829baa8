import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createRestRouter, hashToken, type RestOptions } from '../../../src/adapters/rest/index.js';
import { createFleet, defineOperation, type Fleet, type OperationFinished } from '../../../src/index.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';
import { honestDelete, honestWrite, ownToolset } from '../../support/own-operations.js';
import type { HttpAnswer } from '../mcp/http-requests.js';
import { json, post, startRest, type RestServer } from './rest-server.js';

/** Tokens by user; each is long enough to be one. */
const TOKENS = {
  root: 'root-token-0123456789',
  viewer: 'viewer-token-0123456789',
  old: 'old-token-0123456789',
  mixed: 'mixed-token-0123456789',
  lost: 'lost-token-0123456789',
  tooled: 'tooled-token-0123456789',
};
type User = keyof typeof TOKENS;

/** Takes a list where others take a selector. */
const namesClusters = defineOperation({
  name: 'names_clusters',
  title: 'Names clusters',
  description: 'Looks up the names it was given.',
  scope: 'fleet',
  effect: 'write',
  idempotent: true,
  input: z.object({ clusters: z.array(z.string()) }),
  output: z.object({ clusters: z.array(z.string()) }),
  handler: async (context, input) => {
    const clusters = await Promise.all(input.clusters.map(async (name) => (await context.clusters.resolve(name)).name));
    return { clusters };
  },
});

const OPTIONS: RestOptions = {
  roles: {
    'viewer': { access: 'read-only' },
    'old-admin': { access: 'full', clusters: 'legacy' },
    'current-viewer': { access: 'read-only', clusters: 'curr*' },
    'ghost': { access: 'full', clusters: 'no-such-cluster' },
    'core-only': { access: 'read-only', toolsets: ['core'] },
  },
  tokens: [
    { user: 'root', sha256: hashToken(TOKENS.root) },
    { user: 'viewer', sha256: hashToken(TOKENS.viewer), roles: ['viewer'] },
    { user: 'old', sha256: hashToken(TOKENS.old).toUpperCase(), roles: ['old-admin'] },
    { user: 'mixed', sha256: hashToken(TOKENS.mixed), roles: ['old-admin', 'current-viewer'] },
    { user: 'lost', sha256: hashToken(TOKENS.lost), roles: ['ghost'] },
    { user: 'tooled', sha256: hashToken(TOKENS.tooled), roles: ['core-only'] },
  ],
};

await describeWithFleet('tokens and roles', () => {
  let clusters: LocalFleet;
  let fleet: Fleet;
  let rest: RestServer;
  const bearer = (user: User): Record<string, string> => ({ Authorization: `Bearer ${TOKENS[user]}` });
  const get = (user: User, path: string, headers: Record<string, string> = {}): Promise<HttpAnswer> =>
    rest.ask(path, { headers: { ...bearer(user), ...headers } });
  const outcome = async (answer: Promise<HttpAnswer>): Promise<unknown> => {
    const { status, ...rest } = await answer;
    return status === 200 ? 200 : json({ status, ...rest })['code'];
  };
  beforeAll(async () => {
    clusters = await sharedFleet();
    fleet = createFleet(
      { kubeconfigDir: clusters.kubeconfigDirectory },
      { toolsets: [ownToolset([honestWrite, honestDelete, namesClusters])] },
    );
    rest = await startRest(fleet, OPTIONS);
  });
  afterAll(async () => {
    await rest[Symbol.asyncDispose]();
    await fleet.close();
    await clusters.close();
  });

  test.each([
    ['nothing', undefined, 'TOKEN_MISSING', 'Bearer realm="fleetwright"'],
    ['another scheme', `Basic ${TOKENS.root}`, 'TOKEN_MISSING', 'Bearer realm="fleetwright"'],
    ['an empty token', 'Bearer ', 'TOKEN_MISSING', 'Bearer realm="fleetwright"'],
    ['two tokens', `Bearer ${TOKENS.root} ${TOKENS.viewer}`, 'TOKEN_MISSING', 'Bearer realm="fleetwright"'],
    ['a part of a token', `Bearer ${TOKENS.root.slice(0, -1)}`, 'TOKEN_INVALID', 'Bearer realm="fleetwright", error="invalid_token"'],
    ['the hash of a token', `Bearer ${hashToken(TOKENS.root)}`, 'TOKEN_INVALID', 'Bearer realm="fleetwright", error="invalid_token"'],
    [
      'a JWT where none is trusted',
      'Bearer eyJhbGciOiJub25lIn0.e30.',
      'TOKEN_INVALID',
      'Bearer realm="fleetwright", error="invalid_token"',
    ],
  ])('%s is 401 on every path', async (_what, authorization, code, challenge) => {
    for (const path of ['/v1/clusters', '/v1/no/such', '/openapi.json', '/openapi.yaml']) {
      const answer = await rest.ask(path, { headers: authorization === undefined ? {} : { Authorization: authorization } });
      expect([answer.status, json(answer)['code'], answer.headers['www-authenticate']]).toEqual([401, code, challenge]);
      expect(answer.text).not.toContain(TOKENS.root);
    }
  });

  test('the audit line names the user', async () => {
    const finished = new Promise((resolve) => fleet.once('operation-finished', resolve));
    await get('viewer', '/v1/clusters');
    expect(await finished).toMatchObject({ caller: 'viewer', operation: 'clusters_list', outcome: 'ok' });
  });

  const write = (user: User, operation: string, body: unknown): Promise<unknown> =>
    outcome(rest.ask(`/v1/own/${operation}`, post(body, bearer(user))));
  const place = (cluster?: string): Record<string, unknown> => ({
    ...(cluster === undefined ? {} : { cluster }),
    namespace: 'team-a',
    name: 'roles-test',
  });

  test('who may only read does not write, anywhere', async () => {
    expect(await outcome(get('viewer', '/v1/core/pods_list?cluster=legacy'))).toBe(200);
    expect(await write('viewer', 'honest_write', place('legacy'))).toBe('OPERATION_NOT_ALLOWED');
    expect(await write('viewer', 'honest_delete', place('current'))).toBe('OPERATION_NOT_ALLOWED');
    expect(
      await outcome(get('root', '/v1/core/resources_get?cluster=legacy&apiVersion=v1&kind=ConfigMap&namespace=team-a&name=roles-test')),
    ).toBe('NOT_FOUND');
  });

  test('each role holds on its own clusters only', async () => {
    expect(await write('mixed', 'honest_write', place('legacy'))).toBe(200);
    expect(await write('mixed', 'honest_write', place('current'))).toBe('OPERATION_NOT_ALLOWED');
    expect(await write('old', 'honest_write', place('current'))).toBe('CLUSTER_UNKNOWN');
    expect(await outcome(get('mixed', '/v1/core/pods_list?cluster=current'))).toBe(200);
    expect(await write('mixed', 'honest_write', place())).toBe('CLUSTER_NOT_SELECTED');
    expect(await write('mixed', 'honest_delete', place('legacy'))).toBe(200);
  });

  test.each([
    ['/v1/core/pods_list?cluster=current', 'CLUSTER_UNKNOWN'],
    ['/v1/core/pods_list?cluster=nope', 'CLUSTER_UNKNOWN'],
    ['/v1/clusters/current', 'CLUSTER_UNKNOWN'],
    ['/v1/clusters/current/status', 'CLUSTER_UNKNOWN'],
    ['/v1/clusters/clusters_status?cluster=current', 'CLUSTER_UNKNOWN'],
    ['/v1/clusters/clusters_status?clusters=nope', 'CLUSTER_UNKNOWN'],
    ['/v1/clusters/clusters_status?clusters=legacy)or(current', 'SELECTOR_INVALID'],
    ['/v1/clusters/clusters_status?clusters=current', 'CLUSTER_UNKNOWN'],
    ['/v1/clusters?clusters=current', 'CLUSTER_UNKNOWN'],
    ['/v1/clusters/clusters_exec_all?operation=namespaces_list&clusters=legacy%20or%20current', 'CLUSTER_UNKNOWN'],
    ['/v1/config/configuration_view?cluster=current', 'CLUSTER_UNKNOWN'],
    ['/v1/clusters/%22%20or%20%22current', 'CLUSTER_UNKNOWN'],
    ['/v1/clusters/*', 'CLUSTER_UNKNOWN'],
  ])('who is for one cluster gets %s as %s, and learns of no other', async (path, code) => {
    const answer = await get('old', path);
    expect(json(answer)['code']).toBe(code);
    // What the caller asked for is all that stands there of it.
    const { instance: _instance, details, detail, ...others } = json(answer);
    expect(JSON.stringify(others)).not.toContain('current');
    expect(String(detail).replace(/There is no cluster ".*?"\./, '')).not.toContain('current');
    expect(JSON.stringify({ ...Object(details), requested: undefined })).not.toContain('current');
  });

  test.each([
    ['/v1/core/pods_list?cluster=legacy', { cluster: 'legacy' }],
    ['/v1/clusters/legacy', { name: 'legacy' }],
    ['/v1/clusters/legacy/status', { coverage: { matched: 1 } }],
    ['/v1/clusters/clusters_status', { coverage: { matched: 1 }, clusters: [{ cluster: 'legacy' }] }],
    ['/v1/clusters/clusters_status?clusters=*', { coverage: { matched: 1 } }],
    ['/v1/clusters/clusters_status?clusters=c*', { coverage: { matched: 0 } }],
    ['/v1/clusters', { total: 1, clusters: [{ name: 'legacy' }] }],
    ['/v1/clusters/clusters_refresh_status', { clusters: [{ name: 'legacy' }] }],
    ['/v1/config/configuration_view?minified=false', { clusters: [{ name: 'legacy' }] }],
    ['/v1/config/configuration_contexts_list', {}],
    // The only one of this caller serves its reads.
    ['/v1/core/namespaces_list', { cluster: 'legacy' }],
    ['/v1/clusters/clusters_exec_all?operation=namespaces_list', { coverage: { matched: 1, ok: 1 } }],
  ])('who is for one cluster gets %s of it', async (path, expected) => {
    const answer = await get('old', path);
    expect(json(answer)).toMatchObject(expected);
    expect(answer.text).not.toContain('"current"');
  });

  test('an operation that names its clusters in another way is offered no way around', async () => {
    const named = async (user: User, clusters: readonly string[]): Promise<unknown> => {
      return outcome(rest.ask('/v1/own/names_clusters', post({ clusters }, bearer(user))));
    };
    expect(await named('old', ['current'])).toBe('CLUSTER_UNKNOWN');
    expect(await named('old', ['legacy', 'current'])).toBe('CLUSTER_UNKNOWN');
    expect(await named('mixed', ['current'])).toBe('OPERATION_NOT_ALLOWED');
    expect([await named('old', ['legacy']), await named('root', ['current'])]).toEqual([200, 200]);
  });

  test('a body that is no object goes around nothing', async () => {
    for (const body of ['null', '[]', '""', 'false']) expect(await write('viewer', 'honest_write', body)).toBe('INPUT_INVALID');
  });

  test('a role of a cluster that is not there lets nothing through', async () => {
    expect(await outcome(get('lost', '/v1/core/pods_list?cluster=legacy'))).toBe('CLUSTER_UNKNOWN');
    expect((await get('lost', '/v1/core/pods_list?cluster=legacy')).text).not.toContain('current');
    expect(json(await get('lost', '/v1/clusters'))).toMatchObject({ total: 0 });
  });

  test('a role of some toolsets has no others', async () => {
    expect(await outcome(get('tooled', '/v1/core/namespaces_list?cluster=current'))).toBe(200);
    expect(await outcome(get('tooled', '/v1/clusters'))).toBe('OPERATION_NOT_ALLOWED');
    expect(await outcome(get('tooled', '/v1/clusters/current/status'))).toBe('OPERATION_NOT_ALLOWED');
    const { paths } = json(await get('tooled', '/openapi.json'));
    expect(paths).toHaveProperty(['/v1/core/pods_list']);
    expect(JSON.stringify(paths)).not.toContain('"/v1/clusters');
  });

  test('every refusal is told to the audit log, also of operations that are not there', async () => {
    const told: unknown[] = [];
    const listener = ({ caller, operation, outcome: ended, code }: OperationFinished): void => {
      told.push([caller, operation, ended, code]);
    };
    fleet.on('operation-finished', listener);
    await write('viewer', 'honest_write', place('legacy'));
    await get('old', '/v1/core/pods_list?cluster=current');
    await get('old', '/v1/clusters/current');
    await get('old', '/v1/core/no_such_operation');
    fleet.off('operation-finished', listener);
    expect(told).toEqual([
      ['viewer', 'honest_write', 'refused', 'OPERATION_NOT_ALLOWED'],
      ['old', 'pods_list', 'refused', 'CLUSTER_UNKNOWN'],
      ['old', 'clusters_list', 'refused', 'CLUSTER_UNKNOWN'],
      ['old', 'no_such_operation', 'refused', 'OPERATION_UNKNOWN'],
    ]);
  });

  test('the document shows what the caller may use', async () => {
    const shown = async (user: User): Promise<string> => (await get(user, '/openapi.json')).text;
    expect(await shown('root')).toContain('/v1/own/honest_delete');
    expect(await shown('viewer')).not.toContain('/v1/own/honest_delete');
    expect(await shown('viewer')).toContain('/v1/core/pods_list');
    expect(await shown('root')).not.toContain(hashToken(TOKENS.root));
  });
});

describe('options that cannot be meant', () => {
  const fleet = createFleet({});
  const sha256 = hashToken('a');
  test.each<[string, RestOptions]>([
    ['tokens[0].sha256', { tokens: [{ user: 'a', sha256: 'my-token' }] }],
    ['tokens[0].user', { tokens: [{ user: ' ', sha256 }] }],
    [
      'tokens[1].sha256',
      {
        tokens: [
          { user: 'a', sha256 },
          { user: 'b', sha256: sha256.toUpperCase() },
        ],
      },
    ],
    ['tokens[0].roles', { tokens: [{ user: 'a', sha256, roles: ['nope'] }] }],
    ['tokens[0].roles', { tokens: [{ user: 'a', sha256, roles: [] }] }],
    ['tokens[0].roles', { tokens: [{ user: 'a', sha256, roles: ['constructor'] }], roles: {} }],
    ['roles.a.clusters', { roles: { a: { access: 'full', clusters: ' ' } } }],
    ['rateLimit.windowMs', { rateLimit: { requests: 1, windowMs: 0.5 } }],
    ['roles', { jwt: { issuer: 'https://a.test', audience: 'b', jwksUri: 'https://a.test/keys' } }],
    ['jwt.jwksUri', { jwt: { issuer: 'https://a.test', audience: 'b', jwksUri: 'http://a.test/keys' }, roles: { a: { access: 'full' } } }],
    ['jwt.jwksUri', { jwt: { issuer: 'https://a.test', audience: 'b', jwksUri: 'keys' }, roles: { a: { access: 'full' } } }],
    ['jwt.audience', { jwt: { issuer: 'https://a.test', audience: '', jwksUri: 'https://a.test' }, roles: { a: { access: 'full' } } }],
    ['jwt.issuer', { jwt: { issuer: '', audience: 'a', jwksUri: 'https://a.test' }, roles: { a: { access: 'full' } } }],
    [
      'jwt.algorithms',
      {
        jwt: { issuer: 'https://a.test', audience: 'a', jwksUri: 'https://a.test', algorithms: ['HS256'] },
        roles: { a: { access: 'full' } },
      },
    ],
    [
      'jwt.algorithms',
      {
        jwt: { issuer: 'https://a.test', audience: 'a', jwksUri: 'https://a.test', algorithms: ['none'] },
        roles: { a: { access: 'full' } },
      },
    ],
    ['rateLimit.requests', { rateLimit: { requests: 0, windowMs: 1000 } }],
    ['maxBodyBytes', { maxBodyBytes: -1 }],
    ['heartbeatMs', { heartbeatMs: Number.NaN }],
  ])('%s is named', (key, options) => {
    const problems = expect.arrayContaining([expect.objectContaining({ key })]);
    expect(() => createRestRouter(fleet, options)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID', details: { problems } }));
  });

  test('all of them at once', () => {
    const options: RestOptions = { tokens: [{ user: '', sha256: 'x', roles: ['nope'] }], heartbeatMs: 0 };
    expect(() => createRestRouter(fleet, options)).toThrow(/user.*sha256.*roles.*heartbeatMs/);
  });
});
