import { dump } from 'js-yaml';
import { writePrivateFiles } from './control-plane/private-files.js';
import type { LocalCluster } from './local-cluster.js';
import { type Faults, startFaultProxy } from './proxies/fault-proxy.js';
import type { LocalUser } from './users.js';

/** One of many endpoints that lead to few API servers; a client cannot tell it from a cluster of its own. */
export interface ClusterEndpoint {
  /** `<prefix>-001` and so on. */
  readonly name: string;
  readonly server: string;
  readonly kubeconfigPath: string;
  readonly faults: Faults;
}

/** The endpoints that were made. */
export interface MultipliedCluster {
  readonly endpoints: readonly ClusterEndpoint[];
  /** Stops listening; the kubeconfig files stay. */
  close(): Promise<void>;
}

/** How many endpoints, and where their kubeconfigs go. */
export interface MultiplyOptions {
  /** How many endpoints to make. */
  readonly count: number;
  /** Names are `<prefix>-001` and so on. @default 'cluster' */
  readonly namePrefix?: string;
  /** Added to every round trip. @default 0 */
  readonly latencyMs?: number;
  /** Where one `<name>.yaml` per endpoint goes; made when missing. */
  readonly kubeconfigDirectory: string;
  /** @default 'admin' */
  readonly user?: LocalUser;
}

/** Makes `count` endpoints, each with a port, a kubeconfig and faults of its own, in front of the API servers of `clusters` in turn. */
export async function multiplyClusters(clusters: readonly LocalCluster[], options: MultiplyOptions): Promise<MultipliedCluster> {
  const { count, namePrefix = 'cluster', latencyMs = 0, kubeconfigDirectory, user = 'admin' } = options;
  const proxies = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const cluster = clusters[index % clusters.length];
      if (cluster === undefined) throw new Error('There is no cluster to multiply.');
      const { host, port } = cluster.description;
      return { cluster, proxy: await startFaultProxy({ host, port }, { latencyMs }) };
    }),
  );
  const endpoints = proxies.map(({ cluster, proxy }, index) => {
    const name = `${namePrefix}-${String(index + 1).padStart(3, '0')}`;
    const server = `https://${proxy.host}:${proxy.port}`;
    return { name, server, faults: proxy.faults, kubeconfig: cluster.kubeconfig(user, { name, server }) };
  });
  const files = Object.fromEntries(endpoints.map(({ name, kubeconfig }) => [`${name}.yaml`, dump(kubeconfig)]));
  const paths = await writePrivateFiles(kubeconfigDirectory, files);
  return {
    endpoints: endpoints.map(({ name, server, faults }) => ({ name, server, faults, kubeconfigPath: paths[`${name}.yaml`] ?? '' })),
    async close() {
      await Promise.all(proxies.map(({ proxy }) => proxy.close()));
    },
  };
}
