import { createSecureContext, type SecureContext } from 'node:tls';
import { FleetError } from '../errors.js';
import type { ConnectionSettings } from './connection.js';
import { certificateExpiry } from './credential-expiry.js';

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
  const authority = settings.certificateAuthority;
  const trust = authority === undefined ? {} : { ca: authority };
  if (authority !== undefined && !holdsCertificate(authority)) {
    throw new FleetError('KUBECONFIG_INVALID', `The CA data of cluster "${cluster}" holds no certificate that can be read.`, { cluster });
  }
  const identity = clientCertificate === undefined ? {} : { cert: clientCertificate.certificate, key: clientCertificate.key };
  let secureContext: SecureContext;
  try {
    secureContext = createSecureContext({ ...trust, ...identity });
  } catch (cause) {
    const why = 'one is not PEM, or they do not belong together';
    throw new FleetError('CREDENTIAL_INVALID', `The client certificate of cluster "${cluster}" and its key cannot be used: ${why}.`, {
      cluster,
      cause,
    });
  }
  return {
    secureContext,
    rejectUnauthorized: settings.insecureSkipTlsVerify !== true,
    ...(settings.tlsServerName === undefined ? {} : { servername: settings.tlsServerName }),
  };
}

/** OpenSSL passes over what it cannot read in a bundle and would then trust nobody without saying why. */
function holdsCertificate(bundle: string): boolean {
  const blocks = bundle.match(/-----BEGIN [A-Z ]*CERTIFICATE-----[^-]+-----END [A-Z ]*CERTIFICATE-----/g) ?? [];
  return blocks.some((block) => certificateExpiry(block) !== undefined);
}
