import { FleetError, type ErrorCode } from '../errors.js';

/** What was going on when a request failed below HTTP. */
export interface FailureFacts {
  readonly cluster: string;
  /** `list pods in namespace "shop"` */
  readonly what: string;
  /** `host:port/prefix` of the API server. */
  readonly server: string;
  /** Address of the proxy, without credentials. */
  readonly proxy?: string | undefined;
  /** True until a connection to the API server stood: with a proxy, the proxy is then to blame. */
  readonly beforeConnection: boolean;
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

/** The one place where failures of sockets, DNS, TLS and proxies become error codes. */
export function transportFailure(thrown: unknown, facts: FailureFacts): FleetError {
  if (FleetError.isInstance(thrown)) return thrown.withCluster(facts.cluster);
  const code = systemCode(thrown);
  const { error, because } = judge(code, thrown, facts);
  return new FleetError(error, `Cluster "${facts.cluster}" could not be reached to ${facts.what}: ${because}.`, {
    cluster: facts.cluster,
    cause: thrown,
    details: {
      server: facts.server,
      ...(code === '' ? {} : { systemCode: code }),
      ...(facts.proxy === undefined ? {} : { proxy: facts.proxy }),
    },
  });
}

/** The proxy answered the request for a tunnel with another status than 200. */
export function proxyRefusal(status: number, facts: FailureFacts): FleetError {
  const why = status === 407 ? 'it asks for a user and password (407)' : `it answered ${status}`;
  const proxy = facts.proxy ?? '';
  return new FleetError(
    'PROXY_FAILED',
    `Cluster "${facts.cluster}" could not be reached to ${facts.what}: the proxy ${proxy} did not connect to ${facts.server}; ${why}.`,
    { cluster: facts.cluster, details: { httpStatus: status, server: facts.server, proxy } },
  );
}

function judge(code: string, thrown: unknown, facts: FailureFacts): { readonly error: ErrorCode; readonly because: string } {
  const { server, proxy } = facts;
  if (proxy !== undefined && facts.beforeConnection)
    return { error: 'PROXY_FAILED', because: `the proxy ${proxy} did not connect to ${server} (${describe(code, thrown)})` };
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
    return { error: 'TLS_FAILED', because: `TLS with ${server} failed (${describe(code, thrown)})` };
  if (code.startsWith('HPE_')) return { error: 'BAD_RESPONSE', because: `${server} does not answer in HTTP (${code})` };
  return { error: 'CONNECTION_FAILED', because: `the connection to ${server} broke (${describe(code, thrown)})` };
}

function isNotTls(code: string, thrown: unknown): boolean {
  return (
    /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG/.test(code) ||
    (thrown instanceof Error && /wrong version number|packet length too long/.test(thrown.message))
  );
}

function systemCode(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return '';
  return typeof thrown.code === 'string' ? thrown.code : '';
}

function altNameReason(thrown: unknown): string {
  if (typeof thrown === 'object' && thrown !== null && 'reason' in thrown && typeof thrown.reason === 'string')
    return thrown.reason.replace(/\.$/, '');
  return 'altname mismatch';
}

function describe(code: string, thrown: unknown): string {
  if (code !== '') return code;
  return thrown instanceof Error ? thrown.message : 'unknown';
}
