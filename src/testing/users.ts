import { type CertifiedKey, issueCertificate } from './certificates/certificate.js';
import type { LocalClusterDescription } from './cluster-description.js';

/**
 * Who a kubeconfig acts as.
 * - `admin`: client certificate in `system:masters`.
 * - `restricted`: client certificate that may get, list and watch pods and their logs in the namespace `team-a`, and nothing else.
 * - `expired`: client certificate of an administrator that expired an hour ago.
 * - `token`, `restricted-token`: the first two, with a bearer token.
 * - `revoked-token`: a bearer token that the API server does not know.
 */
export type LocalUser = 'admin' | 'restricted' | 'expired' | 'token' | 'restricted-token' | 'revoked-token';

/** The one namespace in which the restricted users may read pods. */
export const RESTRICTED_NAMESPACE = 'team-a';

/** How a user proves who it is. */
export type LocalCredential = { readonly certified: CertifiedKey } | { readonly token: string };

const HOUR_MS = 60 * 60 * 1000;

/** The user name that the API server sees. */
export function restrictedUserName(cluster: string): string {
  return `${cluster}-restricted`;
}

/** Makes the credential of a user; `validForMs` shortens (or with a negative number: ended) the life of a client certificate. */
export function localCredential(cluster: LocalClusterDescription, user: LocalUser, validForMs?: number): LocalCredential {
  switch (user) {
    case 'admin':
      return { certified: clientCertificate(cluster.authority, `${cluster.name}-admin`, ['system:masters'], validForMs) };
    case 'expired':
      return { certified: clientCertificate(cluster.authority, `${cluster.name}-expired`, ['system:masters'], -HOUR_MS) };
    case 'restricted':
      return { certified: clientCertificate(cluster.authority, restrictedUserName(cluster.name), [], validForMs) };
    case 'token':
      return { token: cluster.tokens.admin };
    case 'restricted-token':
      return { token: cluster.tokens.restricted };
    case 'revoked-token':
      return { token: `revoked-${cluster.name}` };
  }
}

/** A client certificate of the authority; a negative life makes one that has ended. */
export function clientCertificate(
  authority: CertifiedKey,
  commonName: string,
  organizations: readonly string[],
  validForMs?: number,
): CertifiedKey {
  const now = Date.now();
  const life = validForMs === undefined ? {} : { notBefore: new Date(now - 48 * HOUR_MS), notAfter: new Date(now + validForMs) };
  return issueCertificate({ commonName, organizations, use: 'client', ...life }, authority);
}
