import { createSecureContext, type SecureContext } from 'node:tls';
import { FleetError } from '../errors.js';
import type { ConnectionSettings } from './connection.js';

/** A client certificate and its key, both PEM. */
export interface ClientCertificate {
  readonly certificate: string;
  readonly key: string;
}

/** TLS options of one transport. The context is made once: parsing CA bundles for each connection costs more than the request. */
export interface TlsOptions {
  readonly secureContext: SecureContext;
  readonly servername?: string;
  readonly rejectUnauthorized: boolean;
}

/**
 * @throws FleetError KUBECONFIG_INVALID for CA data that is not PEM, CREDENTIAL_INVALID for a client certificate or key that
 * cannot be used together.
 */
export function tlsOptions(settings: ConnectionSettings, clientCertificate: ClientCertificate | undefined, cluster: string): TlsOptions {
  const trust = settings.certificateAuthority === undefined ? {} : { ca: settings.certificateAuthority };
  if (settings.certificateAuthority !== undefined && !settings.certificateAuthority.includes('-----BEGIN')) {
    throw new FleetError('KUBECONFIG_INVALID', `The CA data of cluster "${cluster}" holds no PEM certificate.`, { cluster });
  }
  const identity = clientCertificate === undefined ? {} : { cert: clientCertificate.certificate, key: clientCertificate.key };
  let secureContext: SecureContext;
  try {
    secureContext = createSecureContext({ ...trust, ...identity });
  } catch (cause) {
    throw unusable(trust, cluster, cause);
  }
  return {
    secureContext,
    rejectUnauthorized: settings.insecureSkipTlsVerify !== true,
    ...(settings.tlsServerName === undefined ? {} : { servername: settings.tlsServerName }),
  };
}

function unusable(trust: { readonly ca?: string }, cluster: string, cause: unknown): FleetError {
  try {
    createSecureContext(trust);
  } catch {
    return new FleetError('KUBECONFIG_INVALID', `The CA data of cluster "${cluster}" cannot be read.`, { cluster, cause });
  }
  return new FleetError(
    'CREDENTIAL_INVALID',
    `The client certificate of cluster "${cluster}" and its key cannot be used: one is not PEM, or they do not belong together.`,
    {
      cluster,
      cause,
    },
  );
}
