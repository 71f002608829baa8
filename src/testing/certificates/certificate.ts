import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, sign, X509Certificate } from 'node:crypto';
import { bitString, booleanTrue, integer, objectIdentifier, octetString, sequence, set, tagged, time, utf8String } from './der.js';

/** A certificate and its private key, both PEM. */
export interface CertifiedKey {
  readonly certificate: string;
  readonly privateKey: string;
}

/** What a certificate says. */
export interface CertificateRequest {
  readonly commonName: string;
  /** Kubernetes reads these as the groups of a user. */
  readonly organizations?: readonly string[];
  readonly use: 'authority' | 'server' | 'client';
  readonly dnsNames?: readonly string[];
  readonly ipv4Addresses?: readonly string[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

const ECDSA_WITH_SHA256 = sequence(objectIdentifier('1.2.840.10045.4.3.2'));
const EXTENDED_KEY_USAGE = { server: '1.3.6.1.5.5.7.3.1', client: '1.3.6.1.5.5.7.3.2' } as const;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Makes a P-256 key and a certificate for it, signed by `issuer` (by itself without one).
 * Written out here because Node reads certificates but cannot write them, and `openssl` is not on every machine.
 */
export function issueCertificate(request: CertificateRequest, issuer?: CertifiedKey): CertifiedKey {
  const { privateKey: subjectKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signingKey = issuer === undefined ? subjectKey : createPrivateKey(issuer.privateKey);
  const subjectPublicKey = createPublicKey(subjectKey).export({ type: 'spki', format: 'der' });
  const issuerPublicKey = createPublicKey(signingKey).export({ type: 'spki', format: 'der' });
  const subject = name(request.commonName, request.organizations ?? []);
  const now = Date.now();
  const body = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([0x01]), randomBytes(15)])),
    ECDSA_WITH_SHA256,
    issuer === undefined ? subject : subjectOf(issuer),
    sequence(time(request.notBefore ?? new Date(now - 60_000)), time(request.notAfter ?? new Date(now + 365 * DAY_MS))),
    subject,
    subjectPublicKey,
    tagged(
      0xa3,
      sequence(
        ...extensions(request),
        extension('2.5.29.14', octetString(keyIdentifier(subjectPublicKey))),
        extension('2.5.29.35', sequence(tagged(0x80, keyIdentifier(issuerPublicKey)))),
      ),
    ),
  );
  const signed = sequence(body, ECDSA_WITH_SHA256, bitString(sign('sha256', body, signingKey)));
  return { certificate: pem(signed), privateKey: subjectKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

function extensions(request: CertificateRequest): Buffer[] {
  if (request.use === 'authority') {
    const certSignAndCrlSign = bitString(Buffer.from([0x06]), 1);
    return [extension('2.5.29.19', sequence(booleanTrue()), true), extension('2.5.29.15', certSignAndCrlSign, true)];
  }
  const alternativeNames = [
    ...(request.dnsNames ?? []).map((dnsName) => tagged(0x82, Buffer.from(dnsName, 'ascii'))),
    ...(request.ipv4Addresses ?? []).map((address) => tagged(0x87, Buffer.from(address.split('.').map(Number)))),
  ];
  const digitalSignature = bitString(Buffer.from([0x80]), 7);
  return [
    extension('2.5.29.15', digitalSignature, true),
    extension('2.5.29.37', sequence(objectIdentifier(EXTENDED_KEY_USAGE[request.use]))),
    ...(alternativeNames.length === 0 ? [] : [extension('2.5.29.17', sequence(...alternativeNames))]),
  ];
}

/** Strict verifiers (Python 3.13) refuse certificates without key identifiers. */
function keyIdentifier(publicKey: Buffer): Buffer {
  return createHash('sha1').update(publicKey).digest();
}

function extension(identifier: string, value: Buffer, critical = false): Buffer {
  return sequence(objectIdentifier(identifier), ...(critical ? [booleanTrue()] : []), octetString(value));
}

function name(commonName: string, organizations: readonly string[]): Buffer {
  return sequence(...organizations.map((organization) => attribute('2.5.4.10', organization)), attribute('2.5.4.3', commonName));
}

function attribute(identifier: string, value: string): Buffer {
  return set(sequence(objectIdentifier(identifier), utf8String(value)));
}

/** The issuer's name must be repeated byte for byte; our authorities have a common name only. */
function subjectOf(issuer: CertifiedKey): Buffer {
  const subject = new X509Certificate(issuer.certificate).subject;
  return name(subject.replace(/^CN=/, ''), []);
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
