import { listCollection } from './list-collection.js';
import { parseRancherCluster, type RancherCluster } from './rancher-cluster.js';
import type { RancherAnswer, RancherRequest } from './rancher-http.js';

/** Every cluster that the token may see, by id. @throws FleetError */
export async function listRancherClusters(
  rancher: string,
  send: (request: RancherRequest) => Promise<RancherAnswer>,
  signal: AbortSignal,
): Promise<readonly RancherCluster[]> {
  const clusters = { name: 'clusters', what: 'list its clusters', parse: parseRancherCluster };
  return listCollection({ name: rancher, send }, clusters, signal);
}
