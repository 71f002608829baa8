import type { OutgoingHttpHeaders } from 'node:http';
import { FleetError } from '../errors.js';
import type { Credential } from './connection.js';
import { certificateExpiry } from './credential-expiry.js';
import type { ClientCertificate } from './tls-options.js';

/** What goes with a request: headers, and a client certificate for its connection. One object per state of the credential. */
export interface Authentication {
  readonly headers: OutgoingHttpHeaders;
  readonly certificate?: ClientCertificate | undefined;
  /** When the token or plugin credential ends, milliseconds since the epoch, where it says so. */
  readonly expiresAt?: number | undefined;
  /** ISO 8601. */
  readonly certificateNotAfter?: string | undefined;
}

/** The parts an {@link Authentication} is made of. */
export interface AuthenticationParts {
  readonly token?: string | undefined;
  readonly basic?: { readonly username: string; readonly password: string } | undefined;
  readonly certificate?: ClientCertificate | undefined;
  readonly expiresAt?: number | undefined;
  readonly headers?: OutgoingHttpHeaders | undefined;
  readonly impersonate?: Credential['impersonate'];
}

/** @throws FleetError CREDENTIAL_INVALID for a token that no header can carry. */
export function authentication(parts: AuthenticationParts, cluster: string): Authentication {
  const headers: OutgoingHttpHeaders = { ...parts.headers, ...impersonationHeaders(parts.impersonate) };
  if (parts.token !== undefined) {
    if (!/^[\x21-\x7e]+$/.test(parts.token)) {
      throw new FleetError('CREDENTIAL_INVALID', `The token of cluster "${cluster}" is empty or holds characters that no token has.`, {
        cluster,
      });
    }
    headers['authorization'] = `Bearer ${parts.token}`;
  } else if (parts.basic !== undefined) {
    headers['authorization'] = `Basic ${Buffer.from(`${parts.basic.username}:${parts.basic.password}`).toString('base64')}`;
  }
  const notAfter = parts.certificate === undefined ? undefined : certificateExpiry(parts.certificate.certificate);
  return {
    headers,
    certificate: parts.certificate,
    expiresAt: parts.expiresAt,
    certificateNotAfter: notAfter === undefined ? undefined : new Date(notAfter).toISOString(),
  };
}

/** Which parts of a credential have ended by now (ISO 8601). */
export function endedParts(using: Authentication): {
  readonly sessionEnded: string | undefined;
  readonly certificateEnded: string | undefined;
} {
  const { expiresAt, certificateNotAfter } = using;
  return {
    sessionEnded: expiresAt !== undefined && expiresAt < Date.now() ? new Date(expiresAt).toISOString() : undefined,
    certificateEnded: certificateNotAfter !== undefined && Date.parse(certificateNotAfter) < Date.now() ? certificateNotAfter : undefined,
  };
}

function impersonationHeaders(impersonate: Credential['impersonate']): OutgoingHttpHeaders {
  if (impersonate === undefined) return {};
  return {
    ...(impersonate.user === undefined ? {} : { 'impersonate-user': impersonate.user }),
    ...(impersonate.groups === undefined || impersonate.groups.length === 0 ? {} : { 'impersonate-group': [...impersonate.groups] }),
    ...(impersonate.uid === undefined ? {} : { 'impersonate-uid': impersonate.uid }),
  };
}
