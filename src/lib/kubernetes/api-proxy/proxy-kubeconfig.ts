import type { ApiProxy } from './start-api-proxy.js';

/**
 * The text of a kubeconfig (JSON is YAML) whose only way is through the proxy. Its server is a name that no network knows, and it holds
 * no credential of the cluster.
 */
export function proxyKubeconfig({ proxyUrl }: Pick<ApiProxy, 'proxyUrl'>, namespace: string): string {
  const name = 'fleetwright';
  return JSON.stringify({
    'apiVersion': 'v1',
    'kind': 'Config',
    'current-context': name,
    'contexts': [{ name, context: { cluster: name, user: name, namespace } }],
    'clusters': [{ name, cluster: { 'server': 'http://cluster.invalid', 'proxy-url': proxyUrl } }],
    'users': [{ name, user: {} }],
  });
}
