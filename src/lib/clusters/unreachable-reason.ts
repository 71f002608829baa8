import type { ErrorCode, FleetError } from '../errors.js';
import type { UnreachableReason } from './status.js';

/** The reason of the closed list that an error means; undefined for errors that say nothing about reaching the cluster. */
export function unreachableReason(error: FleetError): UnreachableReason | undefined {
  return REASONS[error.code];
}

const REASONS: Partial<Record<ErrorCode, UnreachableReason>> = {
  DNS_FAILED: 'dns',
  CONNECTION_REFUSED: 'refused',
  CONNECTION_FAILED: 'connection',
  TLS_FAILED: 'tls',
  CERTIFICATE_EXPIRED: 'expired-certificate',
  PROXY_FAILED: 'proxy',
  TIMEOUT: 'timeout',
  UNAUTHORIZED: '401',
  SESSION_EXPIRED: 'expired-session',
  FORBIDDEN: '403',
  KUBECONFIG_INVALID: 'kubeconfig',
  CREDENTIAL_INVALID: 'kubeconfig',
  CREDENTIAL_PLUGIN_MISSING: 'credential-plugin',
  CREDENTIAL_PLUGIN_FAILED: 'credential-plugin',
  CREDENTIAL_PLUGIN_TIMEOUT: 'credential-plugin',
  BAD_RESPONSE: 'bad-response',
  RESPONSE_TOO_LARGE: 'bad-response',
  RATE_LIMITED: 'server-error',
  SERVER_ERROR: 'server-error',
};
