import { isRecord } from '../../platform/plain-records.js';
import { listCollection, type RancherAsked } from './list-collection.js';
import type { RancherCluster } from './rancher-cluster.js';

interface NodeAddresses {
  readonly id: string;
  readonly addresses: readonly string[];
}

/**
 * Hosts at which the API server of a cluster may be reached past Rancher, as Rancher itself knows them: the name of its authorised
 * endpoint, else its control plane nodes. Hosts carry their port where it is not 443. None where it has no such endpoint.
 * @throws FleetError
 */
export async function directHosts(
  rancher: RancherAsked,
  { id, hasDirectEndpoint, directHost }: Pick<RancherCluster, 'id' | 'hasDirectEndpoint' | 'directHost'>,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (!hasDirectEndpoint) return [];
  if (directHost !== undefined) return hostOf(directHost);
  const parse = (value: unknown): NodeAddresses | undefined => controlPlane(value, id);
  const nodes = await listCollection(rancher, { name: 'nodes', what: `list the nodes of ${id}`, filter: { clusterId: id }, parse }, signal);
  return [...new Set(nodes.flatMap(({ addresses }) => addresses.flatMap(nodeHost)))];
}

function controlPlane(value: unknown, cluster: string): NodeAddresses | undefined {
  if (!isRecord(value) || typeof value['id'] !== 'string') return undefined;
  if (value['clusterId'] !== cluster || value['controlPlane'] !== true) return undefined;
  const addresses = [value['externalIpAddress'], value['ipAddress']].filter((each) => typeof each === 'string' && each !== '');
  return { id: value['id'], addresses: addresses.map(String) };
}

function nodeHost(address: string): readonly string[] {
  return hostOf(`${address.includes(':') ? `[${address}]` : address}:6443`);
}

function hostOf(written: string): readonly string[] {
  const url = `https://${written}`;
  return URL.canParse(url) ? [new URL(url).host] : [];
}
