import type { RancherClient } from '../rancher/rancher-client.js';
import { proxyKubeconfig } from '../rancher/proxy-kubeconfig.js';
import { providedCluster, type KubeconfigProvider } from './kubeconfig-provider.js';
import type { TokenKeeper } from './token-keeper.js';

/** Rancher itself, asked without any program. Its kubeconfigs hold the API token, so nothing is minted for them, and are made here. */
export function rancherProvider(client: RancherClient, keeper: TokenKeeper): KubeconfigProvider {
  return {
    name: client.name,
    list: async (signal) => (await client.clusters(signal)).map(providedCluster),
    // Making one costs no request: a rotated token or another authority shows at once.
    isDue: () => true,
    kubeconfig: async (cluster, signal) =>
      proxyKubeconfig({ cluster, url: client.url, token: await client.token(signal), trust: await client.trust(signal) }),
    // What was minted for the same folder before `kubeconfigs` was changed to `token`.
    settle: (signal) => keeper.removeUnused(signal),
    close: () => {
      client.close();
    },
  };
}
