import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import type { ConnectionSettings } from '../../../src/lib/clusters/connection.js';
import { SessionPool } from '../../../src/lib/clusters/session-pool.js';
import type { ErrorCode } from '../../../src/lib/errors.js';
import { issueCertificate, type CertifiedKey } from '../../../src/testing/certificates/certificate.js';
import { describeCluster, failureOf } from '../../support/descriptor.js';
import { authority, sendJson, serverCertificate, startServer } from '../../support/https-server.js';

const pool = new SessionPool({ requestTimeoutMs: 5_000 });
afterAll(() => pool.close());
const signal = AbortSignal.timeout(60_000);
const yesterday = new Date(Date.now() - 86_400_000);
const tls = (certified: CertifiedKey) => ({ key: certified.privateKey, cert: certified.certificate });

let count = 0;
function sessionTo(url: string, settings: Partial<ConnectionSettings> = {}) {
  count += 1;
  return pool.session(describeCluster(url, settings, { name: `prod-${count}` }));
}

const otherAuthority = issueCertificate({ commonName: 'other authority', use: 'authority' });
const selfSigned = issueCertificate({ commonName: 'self', use: 'server', ipv4Addresses: ['127.0.0.1'] });
const elsewhere = serverCertificate({ ipv4Addresses: [], dnsNames: ['api.example.com'] });

const refused: readonly [
  name: string,
  certificate: CertifiedKey,
  settings: Partial<ConnectionSettings>,
  code: ErrorCode,
  message: RegExp,
][] = [
  [
    'a certificate of another CA',
    serverCertificate(),
    { certificateAuthority: otherAuthority.certificate },
    'TLS_FAILED',
    /not signed by a trusted CA/,
  ],
  ['no CA data and a private CA', serverCertificate(), { certificateAuthority: undefined }, 'TLS_FAILED', /not signed by a trusted CA/],
  ['a self-signed certificate', selfSigned, {}, 'TLS_FAILED', /not signed by a trusted CA \(DEPTH_ZERO_SELF_SIGNED_CERT\)/],
  ['a certificate for another name', elsewhere, {}, 'TLS_FAILED', /for another name/],
  [
    'a certificate that ended',
    serverCertificate({ notBefore: new Date(0), notAfter: yesterday }),
    {},
    'CERTIFICATE_EXPIRED',
    /has expired/,
  ],
];

test.each(refused)('%s is refused before anything is sent', async (_, certificate, settings, code, message) => {
  await using server = await startServer((__, response) => sendJson(response, {}), { tls: tls(certificate) });
  const error = await failureOf(sessionTo(server.url, settings).request({ path: '/version', signal }));
  expect(error.code).toBe(code);
  expect(error.message).toMatch(message);
  expect(server.requests).toHaveLength(0);
});

test('tls-server-name is what is expected and sent', async () => {
  let asked: string | undefined;
  const own = {
    ...tls(elsewhere),
    SNICallback: (name: string, done: (error: Error | null) => void) => {
      asked = name;
      done(null);
    },
  };
  await using server = await startServer((_, response) => sendJson(response, { ok: true }), { tls: own });
  const answer = await sessionTo(server.url, { tlsServerName: 'api.example.com' }).request({ path: '/version', signal });
  expect(answer.json()).toEqual({ ok: true });
  expect(asked).toBe('api.example.com');
});

test('insecure-skip-tls-verify takes any certificate', async () => {
  await using server = await startServer((_, response) => sendJson(response, { ok: true }), { tls: tls(selfSigned) });
  const answer = await sessionTo(server.url, { insecureSkipTlsVerify: true, certificateAuthority: undefined }).request({
    path: '/version',
    signal,
  });
  expect(answer.json()).toEqual({ ok: true });
});

test('the dates of both certificates are read from the real ones', async () => {
  const serverEnd = new Date('2031-02-03T04:05:06Z');
  const clientEnd = new Date('2032-02-03T04:05:06Z');
  const client = issueCertificate({ commonName: 'me', use: 'client', notAfter: clientEnd }, authority);
  const requireClient = {
    ...tls(serverCertificate({ notAfter: serverEnd })),
    requestCert: true,
    rejectUnauthorized: true,
    ca: authority.certificate,
  };
  await using server = await startServer((_, response) => sendJson(response, {}), { tls: requireClient });
  const session = sessionTo(server.url, { credential: { clientCertificate: client.certificate, clientKey: client.privateKey } });
  expect(session.certificates()).toEqual({});
  await session.request({ path: '/version', signal });
  expect(session.certificates()).toEqual({ serverNotAfter: '2031-02-03T04:05:06.000Z', clientNotAfter: '2032-02-03T04:05:06.000Z' });
});

test('a client certificate that ended is named, whether TLS or the API server refuses it', async () => {
  const client = issueCertificate({ commonName: 'me', use: 'client', notBefore: new Date(0), notAfter: yesterday }, authority);
  const credential = { clientCertificate: client.certificate, clientKey: client.privateKey };
  const requireClient = { ...tls(serverCertificate()), requestCert: true, rejectUnauthorized: true, ca: authority.certificate };
  await using strict = await startServer((_, response) => sendJson(response, {}), { tls: requireClient });
  await using lenient = await startServer((_, response) => sendJson(response, { kind: 'Status', message: 'Unauthorized' }, 401));
  for (const server of [strict, lenient]) {
    const error = await failureOf(sessionTo(server.url, { credential }).request({ path: '/version', signal }));
    expect(error.code).toBe('CERTIFICATE_EXPIRED');
    expect(error.message).toContain('client certificate ended');
  }
});

const unusable: readonly [name: string, settings: Partial<ConnectionSettings>, code: ErrorCode][] = [
  ['CA data that is not PEM', { certificateAuthority: 'rubbish' }, 'KUBECONFIG_INVALID'],
  [
    'CA data with a broken certificate',
    { certificateAuthority: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n' },
    'KUBECONFIG_INVALID',
  ],
  [
    'a client certificate without its own key',
    { credential: { clientCertificate: selfSigned.certificate, clientKey: elsewhere.privateKey } },
    'CREDENTIAL_INVALID',
  ],
  [
    'a client key that is not PEM',
    { credential: { clientCertificate: selfSigned.certificate, clientKey: 'rubbish' } },
    'CREDENTIAL_INVALID',
  ],
  ['a token with a line break', { credential: { token: 'a\nb' } }, 'CREDENTIAL_INVALID'],
  ['a token file that is missing', { credential: { tokenFile: '/nonexistent/token' } }, 'CREDENTIAL_INVALID'],
  ['a server that is no URL', { server: 'https://:::' }, 'KUBECONFIG_INVALID'],
  ['a server of another scheme', { server: 'ftp://host' }, 'KUBECONFIG_INVALID'],
  ['a proxy that is no URL', { proxyUrl: 'not a url' }, 'KUBECONFIG_INVALID'],
  ['a proxy of another scheme', { proxyUrl: 'ftp://proxy' }, 'KUBECONFIG_INVALID'],
];

test.each(unusable)('%s is an error of the kubeconfig, and the next call says so again', async (_, settings, code) => {
  const session = sessionTo('https://127.0.0.1:1', settings);
  for (const attempt of [1, 2]) {
    const error = await failureOf(session.request({ path: '/version', signal }));
    expect([attempt, error.code]).toEqual([attempt, code]);
    expect(error.cluster).toBe(session.cluster.name);
    expect(JSON.stringify(error)).not.toContain('PRIVATE KEY');
  }
});

test('a server that does not speak TLS', async () => {
  const plain = createServer((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n').on('error', () => undefined));
  await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
  const { port } = plain.address() as AddressInfo;
  const error = await failureOf(sessionTo(`https://127.0.0.1:${port}`).request({ path: '/version', signal }));
  plain.close();
  expect(error.code).toBe('TLS_FAILED');
  expect(error.message).toMatch(/does not speak TLS/);
});
