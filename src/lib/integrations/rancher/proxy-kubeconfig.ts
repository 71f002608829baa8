import type { RancherCluster } from './rancher-cluster.js';
import type { Trust } from './rancher-http.js';

/** What a kubeconfig that leads through Rancher is made of. */
export interface ProxyKubeconfigFacts {
  readonly cluster: Pick<RancherCluster, 'id' | 'name'>;
  /** Address of Rancher, without a slash at its end. */
  readonly url: string;
  readonly token: string;
  readonly trust: Trust;
}

/**
 * A kubeconfig that reaches a cluster through Rancher with the API token itself: the proxy accepts it as it accepts those of
 * generateKubeconfig, and nothing is minted on the server. JSON, which is YAML as well.
 */
export function proxyKubeconfig({ cluster, url, token, trust }: ProxyKubeconfigFacts): string {
  const { name, id } = cluster;
  const server = {
    server: `${url}/k8s/clusters/${encodeURIComponent(id)}`,
    ...(trust.ca === undefined ? {} : { 'certificate-authority-data': Buffer.from(trust.ca).toString('base64') }),
    ...(trust.insecure ? { 'insecure-skip-tls-verify': true } : {}),
  };
  const document = {
    'apiVersion': 'v1',
    'kind': 'Config',
    'clusters': [{ name, cluster: server }],
    'users': [{ name, user: { token } }],
    'contexts': [{ name, context: { cluster: name, user: name } }],
    'current-context': name,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
