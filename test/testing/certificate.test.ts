import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { issueCertificate } from '../../src/testing/certificates/certificate.js';

const authority = issueCertificate({ commonName: 'test authority', use: 'authority' });

test('an authority signs itself', () => {
  const certificate = new X509Certificate(authority.certificate);
  expect(certificate.ca).toBe(true);
  expect(certificate.verify(certificate.publicKey)).toBe(true);
});

test('a server certificate names its hosts and is verified by its authority', () => {
  const issued = issueCertificate(
    { commonName: 'server', use: 'server', dnsNames: ['a.fleet.test'], ipv4Addresses: ['127.0.0.1'] },
    authority,
  );
  const certificate = new X509Certificate(issued.certificate);
  const issuer = new X509Certificate(authority.certificate);
  expect(certificate.checkIssued(issuer)).toBe(true);
  expect(certificate.verify(issuer.publicKey)).toBe(true);
  expect(certificate.checkHost('a.fleet.test')).toBe('a.fleet.test');
  expect(certificate.checkHost('b.fleet.test')).toBeUndefined();
  expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
});

test('a client certificate carries user and groups', () => {
  const issued = issueCertificate({ commonName: 'jo', organizations: ['one', 'two'], use: 'client' }, authority);
  expect(new X509Certificate(issued.certificate).subject).toBe('O=one\nO=two\nCN=jo');
});

test.each(['2001-02-03T04:05:06Z', '2049-12-31T23:59:59Z', '2050-01-01T00:00:00Z'])(
  'the end of the validity is kept to the second: %s',
  (end) => {
    const issued = issueCertificate({ commonName: 'jo', use: 'client', notBefore: new Date(0), notAfter: new Date(end) }, authority);
    expect(new Date(new X509Certificate(issued.certificate).validTo)).toEqual(new Date(end));
  },
);
