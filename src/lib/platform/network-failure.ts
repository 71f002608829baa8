import type { ErrorCode } from '../errors.js';

/** Who did not answer. */
export interface NetworkFacts {
  /** `host:port/prefix`. */
  readonly server: string;
  /** When our own client certificate ended, if it did (ISO 8601). */
  readonly clientCertificateEnded?: string | undefined;
}

const DNS = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME', 'ESERVFAIL', 'ENODATA']);
const UNTRUSTED = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'CERT_REJECTED',
  'CERT_REVOKED',
  'CERT_CHAIN_TOO_LONG',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'PATH_LENGTH_EXCEEDED',
]);

/** The one place where failures of sockets, DNS and TLS become error codes. */
export function networkFailure(thrown: unknown, facts: NetworkFacts): { readonly error: ErrorCode; readonly because: string } {
  const { server } = facts;
  const code = systemCode(thrown);
  if (DNS.has(code)) return { error: 'DNS_FAILED', because: `the host of ${server} does not resolve (${code})` };
  if (code === 'ECONNREFUSED') return { error: 'CONNECTION_REFUSED', because: `nothing listens at ${server}` };
  if (code === 'ETIMEDOUT') return { error: 'TIMEOUT', because: `no connection to ${server} came about (${code})` };
  if (code === 'CERT_HAS_EXPIRED')
    return { error: 'CERTIFICATE_EXPIRED', because: `the certificate of ${server}, or of its CA, has expired` };
  if (code === 'CERT_NOT_YET_VALID')
    return { error: 'TLS_FAILED', because: `the certificate of ${server} is not valid yet; compare the clocks` };
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return { error: 'TLS_FAILED', because: `the certificate of ${server} is for another name (${altNameReason(thrown)})` };
  if (UNTRUSTED.has(code)) return { error: 'TLS_FAILED', because: `the certificate of ${server} is not signed by a trusted CA (${code})` };
  // Some servers name the reason in an alert, others only hang up.
  if (facts.clientCertificateEnded !== undefined && /ALERT|ECONNRESET|EPIPE|EPROTO/.test(code)) {
    return { error: 'CERTIFICATE_EXPIRED', because: `our client certificate ended ${facts.clientCertificateEnded}` };
  }
  if (code.includes('ALERT_CERTIFICATE_EXPIRED'))
    return { error: 'CERTIFICATE_EXPIRED', because: `${server} says that our client certificate has expired` };
  if (/ALERT.*(CERTIFICATE|UNKNOWN_CA)/.test(code))
    return { error: 'TLS_FAILED', because: `${server} refused our client certificate (${code})` };
  if (isNotTls(code, thrown)) return { error: 'TLS_FAILED', because: `${server} does not speak TLS (${code})` };
  if (code.startsWith('ERR_SSL') || code === 'EPROTO' || code.startsWith('ERR_TLS'))
    return { error: 'TLS_FAILED', because: `TLS with ${server} failed (${describeFailure(thrown)})` };
  if (code.startsWith('HPE_')) return { error: 'BAD_RESPONSE', because: `${server} does not answer in HTTP (${code})` };
  return { error: 'CONNECTION_FAILED', because: `the connection to ${server} broke (${describeFailure(thrown)})` };
}

function isNotTls(code: string, thrown: unknown): boolean {
  return (
    /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG/.test(code) ||
    (thrown instanceof Error && /wrong version number|packet length too long/.test(thrown.message))
  );
}

/** `ECONNREFUSED` and the like; empty where a failure has none. */
export function systemCode(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return '';
  return typeof thrown.code === 'string' ? thrown.code : '';
}

function altNameReason(thrown: unknown): string {
  if (typeof thrown === 'object' && thrown !== null && 'reason' in thrown && typeof thrown.reason === 'string')
    return thrown.reason.replace(/\.$/, '');
  return 'altname mismatch';
}

/** Its code, or else its message. */
export function describeFailure(thrown: unknown): string {
  const code = systemCode(thrown);
  if (code !== '') return code;
  return thrown instanceof Error ? thrown.message : 'unknown';
}
