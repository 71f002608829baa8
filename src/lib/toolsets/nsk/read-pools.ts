import { FleetError } from '../../errors.js';
import type { RancherAsked } from '../../integrations/rancher/list-collection.js';
import { listNodePools, type RancherNodePool } from '../../integrations/rancher/node-pools.js';
import { listNodes, type RancherNode } from '../../integrations/rancher/nodes.js';

/** Nodes of one kind. */
export interface Pool {
  name: string;
  roles: string[];
  wanted?: number;
  nodes: number;
  active: number;
  state?: string;
  message?: string;
}

export interface Pools {
  source: 'node pools' | 'nodes by role';
  pools: Pool[];
  not_active: { node: string; state: string; message?: string }[];
  not_active_total: number;
}

const MOST_NODES = 50;

/** The node pools of a cluster with what is there of them; where there are none, its nodes by role. @throws FleetError */
export async function readPools(rancher: RancherAsked, cluster: string, signal: AbortSignal): Promise<Pools> {
  const [pools, nodes] = await Promise.all([poolsIfAny(rancher, cluster, signal), listNodes(rancher, cluster, signal)]);
  const away = nodes.filter(({ state }) => state !== 'active');
  return {
    source: pools.length > 0 ? 'node pools' : 'nodes by role',
    pools: pools.length > 0 ? pooled(pools, nodes) : byRole(nodes),
    not_active: away.slice(0, MOST_NODES).map(({ name, state = 'unknown', message }) => ({
      node: name,
      state,
      ...(message === undefined ? {} : { message: message.slice(0, 300) }),
    })),
    not_active_total: away.length,
  };
}

/** From 2.12 on, Rancher does not know RKE1 and its pools any more. */
async function poolsIfAny(rancher: RancherAsked, cluster: string, signal: AbortSignal): Promise<readonly RancherNodePool[]> {
  try {
    return await listNodePools(rancher, cluster, signal);
  } catch (thrown) {
    if (FleetError.isInstance(thrown) && thrown.code === 'NOT_FOUND') return [];
    throw thrown;
  }
}

function pooled(pools: readonly RancherNodePool[], nodes: readonly RancherNode[]): Pool[] {
  const without = nodes.filter(({ pool }) => !pools.some(({ id }) => id === pool));
  const known = pools.map(({ id, name, roles, quantity, state, message }) => ({
    name,
    roles: [...roles],
    ...(quantity === undefined ? {} : { wanted: quantity }),
    ...counted(nodes.filter(({ pool }) => pool === id)),
    ...(state === undefined ? {} : { state }),
    ...(message === undefined ? {} : { message: message.slice(0, 300) }),
  }));
  return without.length === 0 ? known : [...known, ...byRole(without)];
}

function byRole(nodes: readonly RancherNode[]): Pool[] {
  const groups = new Map<string, RancherNode[]>();
  for (const node of nodes) {
    const name = node.roles.join(', ') || 'no role';
    groups.set(name, [...(groups.get(name) ?? []), node]);
  }
  return [...groups].map(([name, members]) => ({ name, roles: [...(members[0]?.roles ?? [])], ...counted(members) }));
}

function counted(nodes: readonly RancherNode[]): { readonly nodes: number; readonly active: number } {
  return { nodes: nodes.length, active: nodes.filter(({ state }) => state === 'active').length };
}
