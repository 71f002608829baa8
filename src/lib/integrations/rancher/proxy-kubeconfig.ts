import type { DirectEndpoint } from './generated-kubeconfig.js';
import type { RancherCluster } from './rancher-cluster.js';
import type { Trust } from './rancher-http.js';

/** What a kubeconfig that leads through Rancher is made of. */
export interface ProxyKubeconfigFacts {
  readonly cluster: Pick<RancherCluster, 'id' | 'name'>;
  /** Address of Rancher, without a slash at its end. */
  readonly url: string;
  readonly token: string;
  readonly trust: Trust;
  /** Ways past Rancher, in contexts of their own; the current one leads through Rancher. */
  readonly direct?: readonly DirectEndpoint[] | undefined;
}

/**
 * A kubeconfig that reaches a cluster through Rancher with the API token itself, or one that Rancher minted: the proxy accepts both, and
 * for the first nothing is minted on the server. JSON, which is YAML as well.
 */
export function proxyKubeconfig({ cluster, url, token, trust, direct = [] }: ProxyKubeconfigFacts): string {
  const { name } = cluster;
  const ways = [
    { name, server: proxyAddress(url, cluster.id), trust, bearer: token },
    ...direct.map(({ authority, ...way }, index) => ({
      ...way,
      name: way.name.startsWith(`${name}-`) ? way.name : `${name}-direct-${String(index + 1)}`,
      trust: { ca: authority, insecure: false },
    })),
  ];
  const document = {
    'apiVersion': 'v1',
    'kind': 'Config',
    'clusters': ways.map((way) => ({ name: way.name, cluster: { server: way.server, ...trustMembers(way.trust) } })),
    'users': ways.map((way) => ({ name: way.name, user: { token: way.bearer } })),
    'contexts': ways.map((way) => ({ name: way.name, context: { cluster: way.name, user: way.name } })),
    'current-context': name,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** Where the API server of a cluster is found behind a Rancher. */
export function proxyAddress(url: string, id: string): string {
  return `${url}/k8s/clusters/${encodeURIComponent(id)}`;
}

function trustMembers({ ca, insecure }: Trust): Readonly<Record<string, string | boolean>> {
  return {
    ...(ca === undefined ? {} : { 'certificate-authority-data': Buffer.from(ca).toString('base64') }),
    ...(insecure ? { 'insecure-skip-tls-verify': true } : {}),
  };
}
