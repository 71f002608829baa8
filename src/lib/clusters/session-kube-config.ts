import type { OutgoingHttpHeaders } from 'node:http';
import type { KubeConfig, User } from '@kubernetes/client-node';
import { FleetError } from '../errors.js';
import type { Authentication } from './authentication.js';
import type { ConnectionSettings } from './connection.js';

const withProvider = new WeakMap<ConnectionSettings, Promise<KubeConfig>>();
const withCredential = new WeakMap<Authentication, Promise<KubeConfig>>();

/**
 * A KubeConfig of @kubernetes/client-node for one cluster and one identity, holding the credential of now: the way out for what
 * this library does not do. One object per credential, never shared between clusters; ask again after the credential ended.
 */
export function toKubeConfig(settings: ConnectionSettings, authentication: Authentication, cluster: string): Promise<KubeConfig> {
  const made = withCredential.get(authentication) ?? makeKubeConfig(settings, cluster, userOf(settings, authentication));
  withCredential.set(authentication, made);
  return made;
}

/**
 * The headers of an old `auth-provider` section. Its tokens are renewed by @kubernetes/client-node.
 * @throws FleetError CREDENTIAL_INVALID when the section runs a command (use an exec plugin) or has no usable token.
 */
export async function authProviderHeaders(settings: ConnectionSettings, cluster: string): Promise<OutgoingHttpHeaders> {
  const { authProvider } = settings.credential;
  if (authProvider === undefined) return {};
  if (authProvider.config['cmd-path'] !== undefined) {
    throw new FleetError(
      'CREDENTIAL_INVALID',
      `The auth-provider "${authProvider.name}" of cluster "${cluster}" runs a command through a shell, which is not done here.`,
      {
        cluster,
        hint: 'Replace the auth-provider section by an exec credential plugin (kubelogin, gke-gcloud-auth-plugin).',
      },
    );
  }
  const kubeConfig = withProvider.get(settings) ?? makeKubeConfig(settings, cluster, { name: cluster, authProvider });
  withProvider.set(settings, kubeConfig);
  const request: { headers: OutgoingHttpHeaders } = { headers: {} };
  try {
    await (await kubeConfig).applyToHTTPSOptions(request);
  } catch (cause) {
    throw new FleetError('CREDENTIAL_INVALID', `The auth-provider "${authProvider.name}" of cluster "${cluster}" gave no token.`, {
      cluster,
      cause,
    });
  }
  const authorization = request.headers['Authorization'] ?? request.headers['authorization'];
  return typeof authorization === 'string' ? { authorization } : {};
}

async function makeKubeConfig(settings: ConnectionSettings, cluster: string, user: User): Promise<KubeConfig> {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const kubeConfig = new KubeConfig();
  const { certificateAuthority, tlsServerName, proxyUrl } = settings;
  kubeConfig.loadFromOptions({
    clusters: [
      {
        name: cluster,
        server: settings.server,
        skipTLSVerify: settings.insecureSkipTlsVerify === true,
        ...(certificateAuthority === undefined ? {} : { caData: base64(certificateAuthority) }),
        ...(tlsServerName === undefined ? {} : { tlsServerName }),
        ...(proxyUrl === undefined ? {} : { proxyUrl }),
      },
    ],
    users: [user],
    contexts: [{ name: cluster, cluster, user: user.name, namespace: settings.namespace }],
    currentContext: cluster,
  });
  return kubeConfig;
}

function userOf(settings: ConnectionSettings, authentication: Authentication): User {
  const { username, password, impersonate } = settings.credential;
  const { authorization } = authentication.headers;
  const token =
    typeof authorization === 'string' && authorization.startsWith('Bearer ') ? authorization.slice('Bearer '.length) : undefined;
  const { certificate } = authentication;
  return {
    name: settings.server,
    ...(token === undefined ? {} : { token }),
    ...(token !== undefined || username === undefined ? {} : { username, password: password ?? '' }),
    ...(certificate === undefined ? {} : { certData: base64(certificate.certificate), keyData: base64(certificate.key) }),
    ...(impersonate?.user === undefined ? {} : { impersonateUser: impersonate.user }),
  };
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
