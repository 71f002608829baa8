import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Credential } from '../../../src/lib/clusters/connection.js';
import { SessionPool } from '../../../src/lib/clusters/session-pool.js';
import { issueCertificate } from '../../../src/testing/certificates/certificate.js';
import { describeCluster, failureOf } from '../../support/descriptor.js';
import { authority, sendJson, serverCertificate, startServer, type TestServer } from '../../support/https-server.js';

const pool = new SessionPool({ requestTimeoutMs: 5_000 });
const signal = AbortSignal.timeout(60_000);
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleetwright-credentials-'));
});
afterAll(async () => {
  await pool.close();
  await rm(folder, { recursive: true });
});

let count = 0;
function sessionWith(server: TestServer, credential: Credential) {
  count += 1;
  return pool.session(describeCluster(server.url, { credential }, { name: `prod-${count}` }));
}

/** Accepts what `accepts` says and answers who asked. */
const startApi = (accepts: (authorization: string) => boolean) =>
  startServer((request, response) => {
    const authorization = request.headers.authorization ?? '';
    if (accepts(authorization)) sendJson(response, { you: authorization });
    else sendJson(response, { kind: 'Status', reason: 'Unauthorized', message: 'Unauthorized' }, 401);
  });

const jwt = (expires: number) =>
  ['{}', JSON.stringify({ exp: expires }), 'x'].map((part) => Buffer.from(part).toString('base64url')).join('.');

test('user and password, and impersonation', async () => {
  await using server = await startApi(() => true);
  const session = sessionWith(server, { username: 'me', password: 'p:w', impersonate: { user: 'jane', groups: ['dev', 'ops'], uid: '7' } });
  await session.request({ path: '/version', signal });
  expect(server.requests[0]?.headers).toMatchObject({
    'authorization': `Basic ${Buffer.from('me:p:w').toString('base64')}`,
    'impersonate-user': 'jane',
    'impersonate-group': 'dev, ops',
    'impersonate-uid': '7',
  });
});

test('a token file that was replaced is read again after a 401, once for all callers, without a new connection', async () => {
  const tokenFile = join(folder, 'token');
  await writeFile(tokenFile, 'first\n');
  let good = 'first';
  await using server = await startApi((authorization) => authorization === `Bearer ${good}`);
  const session = sessionWith(server, { tokenFile });
  await session.request({ path: '/version', signal });
  await writeFile(`${tokenFile}.new`, 'second\n');
  await rename(`${tokenFile}.new`, tokenFile);
  good = 'second';
  const answers = await Promise.all(Array.from({ length: 4 }, () => session.request({ path: '/version', signal })));
  expect(answers.map((answer) => answer.json())).toEqual(Array(4).fill({ you: 'Bearer second' }));
  expect(server.requests.length).toBeLessThanOrEqual(9);
});

test('a fixed token that is refused is not tried twice', async () => {
  await using server = await startApi(() => false);
  expect((await failureOf(sessionWith(server, { token: 'old' }).request({ path: '/version', signal }))).code).toBe('UNAUTHORIZED');
  expect(server.requests).toHaveLength(1);
});

test('a token that says it has ended is an ended session', async () => {
  await using server = await startApi(() => false);
  const token = jwt(Math.floor(Date.now() / 1000) - 60);
  const error = await failureOf(sessionWith(server, { token }).request({ path: '/version', signal }));
  expect(error.code).toBe('SESSION_EXPIRED');
  expect(JSON.stringify(error)).not.toContain(token);
});

test('a renewed client certificate gets connections of its own; calls in flight end on the old ones', async () => {
  const issue = (name: string) => issueCertificate({ commonName: name, use: 'client' }, authority);
  const own = serverCertificate();
  const tls = { key: own.privateKey, cert: own.certificate, requestCert: true, rejectUnauthorized: true, ca: authority.certificate };
  let release: () => void = () => undefined;
  let arrived: () => void = () => undefined;
  const slowArrived = new Promise<void>((resolve) => (arrived = resolve));
  await using server = await startServer(
    (request, response) => {
      const you = request.socket instanceof TLSSocket ? request.socket.getPeerCertificate().subject.CN : '';
      const answer = () => sendJson(response, { you });
      if (request.url !== '/slow') {
        answer();
        return;
      }
      release = answer;
      arrived();
    },
    { tls },
  );
  const clientCertificateFile = join(folder, 'client.crt');
  const clientKeyFile = join(folder, 'client.key');
  const install = async (name: string) => {
    const certified = issue(name);
    await writeFile(clientCertificateFile, certified.certificate);
    await writeFile(clientKeyFile, certified.privateKey);
  };
  await install('first');
  const session = sessionWith(server, { clientCertificateFile, clientKeyFile });
  const slow = session.request({ path: '/slow', signal });
  await slowArrived;
  await install('second');
  await expect
    .poll(async () => (await session.request({ path: '/version', signal })).json(), { timeout: 10_000, interval: 200 })
    .toEqual({ you: 'second' });
  release();
  expect((await slow).json()).toEqual({ you: 'first' });
});

test('an old auth-provider section gives its token; one that runs a command is refused', async () => {
  await using server = await startApi(() => true);
  const token = jwt(Math.floor(Date.now() / 1000) + 3600);
  const config = { 'id-token': token, 'idp-issuer-url': 'https://issuer.example.com', 'client-id': 'x' };
  const answer = await sessionWith(server, { authProvider: { name: 'oidc', config } }).request({ path: '/version', signal });
  expect(answer.json()).toEqual({ you: `Bearer ${token}` });
  const command = sessionWith(server, { authProvider: { name: 'gcp', config: { 'cmd-path': '/bin/true' } } });
  expect((await failureOf(command.request({ path: '/version', signal }))).code).toBe('CREDENTIAL_INVALID');
}, 20_000);

test('the way out to the Kubernetes client holds the same server and credential, one object per credential', async () => {
  await using server = await startApi(() => true);
  const session = sessionWith(server, { token: 'abc' });
  const kubeConfig = await pool.kubeConfig(session, signal);
  expect(kubeConfig.getCurrentCluster()?.server).toBe(server.url);
  expect(kubeConfig.getCurrentUser()?.token).toBe('abc');
  expect(await pool.kubeConfig(session, signal)).toBe(kubeConfig);
}, 20_000);
