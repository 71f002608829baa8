import { isRecord } from '../../platform/plain-records.js';
import { listOfCluster, type RancherAsked } from './list-collection.js';
import { nodeRoles, type NodeRole } from './node-roles.js';
import { textOf } from './text-member.js';

/** A pool of machines that Rancher made for a cluster. */
export interface RancherNodePool {
  /** `c-abcde:np-xxxxx`. */
  readonly id: string;
  readonly name: string;
  /** Id of its cluster. */
  readonly cluster: string;
  /** How many machines it is meant to have. */
  readonly quantity: number | undefined;
  readonly roles: readonly NodeRole[];
  readonly state: string | undefined;
  /** Why it is not active. */
  readonly message: string | undefined;
}

/**
 * The node pools of a cluster. Only clusters of RKE1 have some here; those of provisioning v2 keep theirs elsewhere. The members go by the
 * schema that Rancher publishes for `/v3/nodepools`; not tried on a running Rancher.
 * @throws FleetError NOT_FOUND where Rancher knows no such pools any more (2.12 and newer)
 */
export function listNodePools(rancher: RancherAsked, cluster: string, signal: AbortSignal): Promise<readonly RancherNodePool[]> {
  return listOfCluster(rancher, { name: 'nodepools', what: 'list node pools', parse: parseNodePool }, cluster, signal);
}

function parseNodePool(value: unknown): RancherNodePool | undefined {
  if (!isRecord(value)) return undefined;
  const { id, name, displayName, hostnamePrefix, clusterId, quantity, state, transitioningMessage } = value;
  if (typeof id !== 'string') return undefined;
  return {
    id,
    name: [displayName, hostnamePrefix, name].flatMap((each) => textOf(each) ?? [])[0] ?? id,
    cluster: textOf(clusterId) ?? id.split(':')[0] ?? '',
    quantity: typeof quantity === 'number' ? quantity : undefined,
    roles: nodeRoles(value),
    state: textOf(state),
    message: state === 'active' ? undefined : textOf(transitioningMessage),
  };
}
