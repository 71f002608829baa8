import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ExecCredentialPlugin } from '../../../src/lib/clusters/connection.js';
import { SessionPool } from '../../../src/lib/clusters/session-pool.js';
import type { ErrorCode } from '../../../src/lib/errors.js';
import { describeCluster, failureOf } from '../../support/descriptor.js';
import { authority, sendJson, startServer } from '../../support/https-server.js';

const pool = new SessionPool({ pluginTimeoutMs: 3_000 });
const signal = AbortSignal.timeout(60_000);
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleetwright-plugin-'));
});
afterAll(async () => {
  await pool.close();
  await rm(folder, { recursive: true });
});

let count = 0;
/** Installs a small program as the credential plugin of a new cluster. */
async function clusterWithPlugin(server: string, script: string, changes: Partial<ExecCredentialPlugin> = {}) {
  count += 1;
  const name = `plugin-${count}`;
  await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`);
  await chmod(join(folder, name), 0o755);
  const exec: ExecCredentialPlugin = {
    apiVersion: 'client.authentication.k8s.io/v1',
    command: `./${name}`,
    arguments: ['--token', 's3cret-argument'],
    environment: {},
    provideClusterInfo: false,
    baseDirectory: folder,
    ...changes,
  };
  return pool.session(describeCluster(server, { credential: { exec } }, { name: `prod-${count}` }));
}

const hands = (token: string, more = '') =>
  `echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"${token}"${more}}}'`;
const runs = async (file: string) => (await readFile(join(folder, file), 'utf8')).split('\n').filter(Boolean).length;
const startApi = (accepts: (authorization: string) => boolean = () => true) =>
  startServer((request, response) => {
    const you = request.headers.authorization ?? '';
    if (accepts(you)) sendJson(response, { you });
    else sendJson(response, { kind: 'Status', message: 'Unauthorized' }, 401);
  });

test('twenty callers at once run the plugin once, and its token is kept', async () => {
  await using server = await startApi();
  const session = await clusterWithPlugin(server.url, `echo run >> ${folder}/once; sleep 0.1; ${hands('t1')}`);
  await Promise.all(Array.from({ length: 20 }, () => session.request({ path: '/version', signal })));
  expect((await session.request({ path: '/version', signal })).json()).toEqual({ you: 'Bearer t1' });
  expect(await runs('once')).toBe(1);
});

test('a refused token is renewed once for all callers', async () => {
  await using server = await startApi((authorization) => authorization !== 'Bearer t1');
  const session = await clusterWithPlugin(
    server.url,
    `echo run >> ${folder}/renew; n=$(wc -l < ${folder}/renew | tr -d ' '); ${hands("t'$n'")}`,
  );
  const answers = await Promise.all(Array.from({ length: 10 }, () => session.request({ path: '/version', signal })));
  expect(answers.map((answer) => answer.json())).toEqual(Array(10).fill({ you: 'Bearer t2' }));
  expect(await runs('renew')).toBe(2);
});

test('a token that stays refused is UNAUTHORIZED after one renewal; one that has ended is SESSION_EXPIRED', async () => {
  await using server = await startApi(() => false);
  const session = await clusterWithPlugin(server.url, `echo run >> ${folder}/refused; ${hands('t1')}`);
  expect((await failureOf(session.request({ path: '/version', signal }))).code).toBe('UNAUTHORIZED');
  expect(await runs('refused')).toBe(2);
  expect(server.requests).toHaveLength(2);
  const ended = await clusterWithPlugin(server.url, hands('t1', ',"expirationTimestamp":"2020-01-01T00:00:00Z"'));
  expect((await failureOf(ended.request({ path: '/version', signal }))).code).toBe('SESSION_EXPIRED');
});

test('a credential that ends is not kept beyond its end', async () => {
  await using server = await startApi();
  const session = await clusterWithPlugin(
    server.url,
    `echo run >> ${folder}/ended; ${hands('t1', ',"expirationTimestamp":"2020-01-01T00:00:00Z"')}`,
  );
  await session.request({ path: '/version', signal });
  await session.request({ path: '/version', signal });
  expect(await runs('ended')).toBe(2);
});

test('the plugin learns the cluster when it asks to, gets its own environment and no other secrets, and has no input', async () => {
  await using server = await startApi();
  const script = `cat > ${folder}/stdin; printf '%s' "$KUBERNETES_EXEC_INFO" > ${folder}/info; env > ${folder}/env; ${hands('t1')}`;
  process.env['SOME_DATABASE_PASSWORD'] = 'hunter2';
  try {
    const session = await clusterWithPlugin(server.url, script, { provideClusterInfo: true, environment: { MY_PROFILE: 'prod' } });
    await session.request({ path: '/version', signal });
  } finally {
    delete process.env['SOME_DATABASE_PASSWORD'];
  }
  const info: unknown = JSON.parse(await readFile(join(folder, 'info'), 'utf8'));
  const certificate = Buffer.from(authority.certificate).toString('base64');
  expect(info).toEqual({
    kind: 'ExecCredential',
    apiVersion: 'client.authentication.k8s.io/v1',
    spec: { interactive: false, cluster: { 'server': server.url, 'certificate-authority-data': certificate } },
  });
  const environment = await readFile(join(folder, 'env'), 'utf8');
  expect(environment).toContain('MY_PROFILE=prod');
  expect(environment).not.toContain('hunter2');
  expect(await readFile(join(folder, 'stdin'), 'utf8')).toBe('');
});

const broken: readonly [name: string, script: string, code: ErrorCode, message: RegExp][] = [
  ['prints rubbish', 'echo rubbish-s3cret', 'CREDENTIAL_PLUGIN_FAILED', /not JSON/],
  ['prints nothing', 'true', 'CREDENTIAL_PLUGIN_FAILED', /empty/],
  ['prints other JSON', 'echo \'{"token":"s3cret"}\'', 'CREDENTIAL_PLUGIN_FAILED', /not an ExecCredential/],
  ['hands out nothing', 'echo \'{"kind":"ExecCredential","status":{}}\'', 'CREDENTIAL_PLUGIN_FAILED', /neither a token nor/],
  [
    'hands out half a certificate',
    'echo \'{"kind":"ExecCredential","status":{"clientCertificateData":"x"}}\'',
    'CREDENTIAL_PLUGIN_FAILED',
    /without its key/,
  ],
  ['gives a time that is none', hands('t', ',"expirationTimestamp":"soon"'), 'CREDENTIAL_PLUGIN_FAILED', /not a time/],
  ['fails', 'echo "please log in; password=s3cret" >&2; exit 3', 'CREDENTIAL_PLUGIN_FAILED', /exit code 3.*please log in/],
  ['hangs with a child', 'sleep 600 & sleep 600', 'CREDENTIAL_PLUGIN_TIMEOUT', /within 3 s/],
];

test.each(broken)(
  'a plugin that %s',
  async (_, script, code, message) => {
    const error = await failureOf((await clusterWithPlugin('https://127.0.0.1:1', script)).request({ path: '/version', signal }));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
    expect(JSON.stringify(error)).not.toContain('s3cret');
  },
  15_000,
);

test('a plugin that is missing comes with its install hint', async () => {
  const session = await clusterWithPlugin('https://127.0.0.1:1', '', {
    command: 'no-such-plugin-here',
    installHint: 'brew install no-such-plugin',
  });
  const error = await failureOf(session.request({ path: '/version', signal }));
  expect(error).toMatchObject({ code: 'CREDENTIAL_PLUGIN_MISSING', hint: 'brew install no-such-plugin', cluster: session.cluster.name });
});
