import type { Authentication } from './authentication.js';
import type { CredentialFacts } from './session.js';
import { bearerToken, tokenClaims } from './token-claims.js';
import { nodeCrypto } from '../platform/node-modules.js';

/** What a credential says of its owner. Reads, never verifies; holds nothing of the credential itself. */
export function credentialFacts({ headers, certificate, expiresAt, certificateNotAfter }: Authentication): CredentialFacts {
  const token = bearerToken(headers);
  if (token !== undefined) {
    const ends = expiresAt === undefined ? {} : { notAfter: new Date(expiresAt).toISOString() };
    return { kind: 'token', ...ownerOfToken(token), ...ends };
  }
  const { authorization = '' } = headers;
  if (authorization.startsWith('Basic ')) {
    const [user] = Buffer.from(authorization.slice('Basic '.length), 'base64').toString('utf8').split(':');
    return { kind: 'password', user, groups: [] };
  }
  if (certificate === undefined) return { kind: 'none', groups: [] };
  const ends = certificateNotAfter === undefined ? {} : { notAfter: certificateNotAfter };
  return { kind: 'certificate', ...ownerOfCertificate(certificate.certificate), ...ends };
}

/** Kubernetes takes the user from CN and the groups from O: https://kubernetes.io/docs/reference/access-authn-authz/authentication/ */
function ownerOfCertificate(pem: string): Pick<CredentialFacts, 'user' | 'groups'> {
  try {
    const { X509Certificate } = nodeCrypto();
    const parts = new X509Certificate(pem).subject.split('\n');
    const values = (name: string): string[] => parts.flatMap((part) => (part.startsWith(`${name}=`) ? [part.slice(name.length + 1)] : []));
    return { user: values('CN')[0], groups: values('O') };
  } catch {
    return { user: undefined, groups: [] };
  }
}

function ownerOfToken(token: string): Pick<CredentialFacts, 'user' | 'groups'> {
  const { sub, groups } = tokenClaims(token) ?? {};
  return {
    user: typeof sub === 'string' ? sub : undefined,
    groups: Array.isArray(groups) ? groups.filter((group) => typeof group === 'string') : [],
  };
}
