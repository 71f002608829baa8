import { listCollection, type RancherAsked } from './list-collection.js';
import { parseRancherCluster, type RancherCluster } from './rancher-cluster.js';

/** Every cluster that the token may see, by id. @throws FleetError */
export async function listRancherClusters(rancher: RancherAsked, signal: AbortSignal): Promise<readonly RancherCluster[]> {
  return listCollection(rancher, { name: 'clusters', what: 'list its clusters', parse: parseRancherCluster }, signal);
}
