import { isRecord } from '../../platform/plain-records.js';
import { listOfCluster, type RancherAsked } from './list-collection.js';
import { nodeRoles, type NodeRole } from './node-roles.js';
import { textOf } from './text-member.js';

/** A node as Rancher knows it, also while its cluster cannot be reached. */
export interface RancherNode {
  /** `c-abcde:m-xxxxx`. */
  readonly id: string;
  readonly name: string;
  /** Id of its cluster. */
  readonly cluster: string;
  /** Id of the node pool that made it. */
  readonly pool: string | undefined;
  readonly roles: readonly NodeRole[];
  /** Rancher's word: `active`, `drained`, `unavailable`… */
  readonly state: string | undefined;
  /** Why it is not active. */
  readonly message: string | undefined;
}

/**
 * The nodes of a cluster. The members go by the schema that Rancher publishes for `/v3/nodes`; not tried on a running Rancher.
 * @throws FleetError
 */
export function listNodes(rancher: RancherAsked, cluster: string, signal: AbortSignal): Promise<readonly RancherNode[]> {
  return listOfCluster(rancher, { name: 'nodes', what: 'list nodes', parse: parseNode }, cluster, signal);
}

function parseNode(value: unknown): RancherNode | undefined {
  if (!isRecord(value)) return undefined;
  const { id, name, nodeName, hostname, clusterId, nodePoolId, state, transitioningMessage } = value;
  if (typeof id !== 'string') return undefined;
  return {
    id,
    name: [nodeName, hostname, name].flatMap((each) => textOf(each) ?? [])[0] ?? id,
    cluster: textOf(clusterId) ?? id.split(':')[0] ?? '',
    pool: textOf(nodePoolId),
    roles: nodeRoles(value),
    state: textOf(state),
    message: state === 'active' ? undefined : textOf(transitioningMessage),
  };
}
