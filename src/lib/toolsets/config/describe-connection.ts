import type { ConnectionSettings } from '../../context.js';

/** What may be told of a connection: where it goes and with which kind of credential. Built from an allowlist, so a new secret field stays hidden. */
export interface ConnectionDescription {
  server: string;
  namespace: string;
  tls_server_name?: string;
  proxy?: string;
  certificate_authority?: boolean;
  insecure_skip_tls_verify?: boolean;
  authentication: string[];
}

export function describeConnection(settings: ConnectionSettings): ConnectionDescription {
  const { credential } = settings;
  const kinds: [string, unknown][] = [
    ['token', credential.token],
    ['token-file', credential.tokenFile],
    ['client-certificate', credential.clientCertificate ?? credential.clientCertificateFile],
    ['basic', credential.username],
    [`exec:${credential.exec?.command ?? ''}`, credential.exec],
    [`auth-provider:${credential.authProvider?.name ?? ''}`, credential.authProvider],
    ['impersonation', credential.impersonate],
  ];
  return {
    server: withoutUserInfo(settings.server),
    namespace: settings.namespace,
    ...(settings.tlsServerName === undefined ? {} : { tls_server_name: settings.tlsServerName }),
    ...(settings.proxyUrl === undefined ? {} : { proxy: withoutUserInfo(settings.proxyUrl) }),
    ...(settings.certificateAuthority === undefined ? {} : { certificate_authority: true }),
    ...(settings.insecureSkipTlsVerify === true ? { insecure_skip_tls_verify: true } : {}),
    authentication: kinds.flatMap(([kind, value]) => (value === undefined ? [] : [kind])),
  };
}

function withoutUserInfo(text: string): string {
  const url = new URL(text);
  url.username = '';
  url.password = '';
  return url.href;
}
