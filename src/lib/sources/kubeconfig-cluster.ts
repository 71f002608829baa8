import { resolve } from 'node:path';
import { flagOf, pemDataOf, type Place, textOf } from './kubeconfig-fields.js';
import { kubeconfigProblem, quoted } from './kubeconfig-problem.js';

/** The cluster entry of a kubeconfig, checked; a CA given as a file is not read yet. */
export interface ClusterPart {
  readonly server: string;
  readonly certificateAuthority?: string | undefined;
  readonly certificateAuthorityFile?: string | undefined;
  readonly insecureSkipTlsVerify?: boolean | undefined;
  readonly tlsServerName?: string | undefined;
  readonly proxyUrl?: string | undefined;
}

/**
 * Relative paths are taken from `baseDirectory`; inline data wins over a file, as with kubectl.
 * @throws FleetError KUBECONFIG_INVALID
 */
export function readClusterPart(body: Readonly<Record<string, unknown>>, place: Place, baseDirectory: string): ClusterPart {
  const certificateAuthority = pemDataOf(body, 'certificate-authority-data', 'CERTIFICATE', place);
  const caFile = textOf(body, 'certificate-authority', place);
  const insecure = flagOf(body, 'insecure-skip-tls-verify', place);
  const tlsServerName = textOf(body, 'tls-server-name', place);
  const proxyUrl = textOf(body, 'proxy-url', place);
  if (proxyUrl !== undefined) checkProxyUrl(proxyUrl, place);
  return {
    server: checkedServer(textOf(body, 'server', place), place),
    ...(certificateAuthority === undefined ? {} : { certificateAuthority }),
    ...(certificateAuthority === undefined && caFile !== undefined ? { certificateAuthorityFile: resolve(baseDirectory, caFile) } : {}),
    ...(insecure ? { insecureSkipTlsVerify: true } : {}),
    ...(tlsServerName === undefined ? {} : { tlsServerName }),
    ...(proxyUrl === undefined ? {} : { proxyUrl }),
  };
}

function checkedServer(server: string | undefined, place: Place): string {
  const problem = (what: string): Error => kubeconfigProblem(place.path, `${place.where}: ${what}`);
  if (server === undefined) throw problem('server is missing');
  const url = URL.canParse(server) ? new URL(server) : undefined;
  // Userinfo would be a credential in every message that shows the address.
  if (url !== undefined && (url.username !== '' || url.password !== '')) throw problem('server must not carry a user name or password');
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:') || url.hostname === '') {
    throw problem(`server is not an http or https address${server.includes('@') ? '' : `: ${quoted(server)}`}`);
  }
  if (url.search !== '' || url.hash !== '') throw problem('server must not carry "?" or "#"');
  return server;
}

function checkProxyUrl(proxyUrl: string, place: Place): void {
  const protocol = URL.canParse(proxyUrl) ? new URL(proxyUrl).protocol : '';
  if (!['http:', 'https:', 'socks5:', 'socks5h:'].includes(protocol)) {
    throw kubeconfigProblem(place.path, `${place.where}: proxy-url must be an http, https or socks5 address`);
  }
}
