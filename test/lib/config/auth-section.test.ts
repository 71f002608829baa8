import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/lib/config/load-config.js';
import { parseFleetConfig } from '../../../src/lib/config/parse-fleet-config.js';
import { configFile, failureOf } from './support.js';

const HASH = createHash('sha256').update('a token').digest('hex');
const OTHER = createHash('sha256').update('another token').digest('hex');
const ROLE = '[auth.roles.viewer]\naccess = "read-only"\n';

async function problemsOf(lines: string): Promise<string> {
  const { error } = await failureOf(async () => loadConfig({ file: await configFile(`${lines}\n`), environment: {} }));
  return error.message;
}

describe('[auth]', () => {
  it('is empty unless something is said', () => {
    expect(parseFleetConfig({}).auth).toEqual({ tokens: [], roles: {} });
  });

  it('holds tokens, an issuer and roles, in the spelling of the file', async () => {
    const file = await configFile(
      [
        '[[auth.tokens]]',
        'user = "${BOT}"',
        `sha256 = "${HASH}"`,
        'roles = ["viewer", "dev-admin"]',
        '[[auth.tokens]]',
        'user = "root"',
        `sha256 = "${OTHER}"`,
        '[auth.jwt]',
        'issuer = "https://login.example.com"',
        'audience = ["fleet", "fleet-dev"]',
        'jwks_uri = "https://login.example.com/keys"',
        'algorithms = ["ES256"]',
        'user_claim = "email"',
        'roles_claim = "realm_access.roles"',
        '[auth.roles.viewer]',
        'access = "read-only"',
        '[auth.roles.dev-admin]',
        'access = "full"',
        'clusters = "env=dev"',
        'toolsets = ["core"]',
      ].join('\n'),
    );
    const { config, provenance } = await loadConfig({ file, environment: { BOT: 'deploy-bot' } });
    expect(config.auth).toEqual({
      tokens: [
        { user: 'deploy-bot', sha256: HASH, roles: ['viewer', 'dev-admin'] },
        { user: 'root', sha256: OTHER },
      ],
      jwt: {
        issuer: 'https://login.example.com',
        audience: ['fleet', 'fleet-dev'],
        jwksUri: 'https://login.example.com/keys',
        algorithms: ['ES256'],
        userClaim: 'email',
        rolesClaim: 'realm_access.roles',
      },
      roles: { 'viewer': { access: 'read-only' }, 'dev-admin': { access: 'full', clusters: 'env=dev', toolsets: ['core'] } },
    });
    expect(provenance).toMatchObject({ 'auth.tokens': 'file', 'auth.roles': 'file', 'auth.jwt.issuer': 'file' });
    expect(parseFleetConfig(config).auth).toEqual(config.auth);
  });

  it('takes one audience as a string, and tokens in one line', async () => {
    const file = await configFile(
      `[auth]\ntokens = [{ user = "a", sha256 = "${HASH}" }]\njwt = { issuer = "i", audience = "fleet" }\n${ROLE}`,
    );
    const { config } = await loadConfig({ file, environment: {} });
    expect(config.auth).toMatchObject({ tokens: [{ user: 'a' }], jwt: { audience: 'fleet' } });
  });
});

describe('problems of [auth]', () => {
  it('come all together, each with its key and line', async () => {
    const file = await configFile(
      [
        '[[auth.tokens]]',
        'user = " "',
        'sha256 = "canary-of-a-plain-token"',
        'roles = ["veiwer"]',
        '[[auth.tokens]]',
        'usr = "b"',
        `sha256 = "${HASH}"`,
        'roles = []',
        '[[auth.tokens]]',
        'user = "c"',
        `sha256 = "${HASH.toUpperCase()}"`,
        'roles = "viewer"',
        '[auth.jwt]',
        'issuer = ""',
        'audience = []',
        'jwks_uri = "http://login.example.com/keys"',
        'algorithms = ["RS256", "HS256"]',
        'role_claim = "roles"',
        '[auth.roles.viewer]',
        'access = "readonly"',
        'cluster = "env=dev"',
      ].join('\n'),
    );
    const { error, problems } = await failureOf(() => loadConfig({ file, environment: {} }));
    const found = problems.map(({ key, line }) => `${key}:${String(line)}`).sort();
    expect(found).toEqual(
      [
        'auth.tokens[0].user:2',
        'auth.tokens[0].sha256:3',
        'auth.tokens[0].roles[0]:4',
        'auth.tokens[1].usr:6',
        'auth.tokens[1].user:5',
        'auth.tokens[1].roles:8',
        'auth.tokens[2].sha256:11',
        'auth.tokens[2].roles:12',
        'auth.jwt.issuer:14',
        'auth.jwt.audience:15',
        'auth.jwt.jwks_uri:16',
        'auth.jwt.algorithms[1]:17',
        'auth.jwt.role_claim:18',
        'auth.roles.viewer.access:20',
        'auth.roles.viewer.cluster:21',
      ].sort(),
    );
    expect(problems.find(({ key }) => key === 'auth.tokens[0].roles[0]')?.suggestion).toBe('Did you mean "viewer"?');
    expect(error.message).not.toContain('canary');
  });

  it.each([
    [`[[auth.tokens]]\nuser = "a"\nsha256 = "${HASH}"\nroles = ["viewer"]`, 'There is no [auth.roles.NAME].'],
    [`[auth.tokens]\nuser = "a"\nsha256 = "${HASH}"`, 'auth.tokens must be a list, not a table'],
    [`[auth.tokens]\nuser = "a"`, 'Write [[auth.tokens]] above each of them.'],
    ['[[auth.tokens]]\nuser = "a"\ntoken = "plain"', 'auth.tokens[0].token is not a key'],
    ['[[auth.tokens]]\nuser = "a"\nsha256 = 12', 'auth.tokens[0].sha256 must be the SHA-256 of a token'],
    ['[[auth.tokens]]\nuser = "a"', 'auth.tokens[0].sha256 is missing'],
    ['[auth]\ntokens = ["plain"]', 'auth.tokens[0] must be a table, not a string'],
    ['[auth.jwt]\nissuer = "i"\naudience = "a"', 'auth.jwt needs roles'],
    [`[auth.jwt]\naudience = "a"\n${ROLE}`, 'auth.jwt.issuer is missing'],
    [`[auth.jwt]\nissuer = "i"\naudience = ""\n${ROLE}`, 'auth.jwt.audience must be a string that is not empty'],
    [`[auth.jwt]\nissuer = "i"\naudience = "a"\nalgorithms = ["none"]\n${ROLE}`, 'auth.jwt.algorithms[0] is not an algorithm that proves'],
    [`[auth.jwt]\nissuer = "i"\naudience = "a"\nalgorithms = []\n${ROLE}`, 'auth.jwt.algorithms must not be empty'],
    [`[auth.jwt]\nissuer = "i"\naudience = "a"\njwks_uri = "http://localhost.evil.test/"\n${ROLE}`, 'auth.jwt.jwks_uri must be an https'],
    ['[auth.roles.viewer]\nclusters = "env=dev"', 'auth.roles.viewer.access is missing'],
    ['[auth.roles.viewer]\naccess = "full"\nclusters = ""', 'auth.roles.viewer.clusters must not be empty'],
    ['[auth.role.viewer]\naccess = "full"', 'Did you mean "roles"?'],
    ['auth = "token"', 'auth must be a table, not a string'],
  ])('%s', async (lines, message) => {
    expect(await problemsOf(lines)).toContain(message);
  });

  it('are named in the spelling of programs where a program passes them', async () => {
    const { problems } = await failureOf(() =>
      parseFleetConfig({ auth: { tokens: [{ user: 'a', sha256: 'b' }], jwt: { issuer: 'i', audience: 'a', jwksUri: 'x' } } }),
    );
    expect(problems.map(({ key }) => key)).toEqual(['auth.tokens[0].sha256', 'auth.jwt.jwksUri', 'auth.jwt']);
  });
});
