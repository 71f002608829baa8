import { z } from 'zod';
import { defineOperation } from '../../operation.js';
import { deferred } from '../../platform/deferred.js';
import { textTable } from '../../platform/text-table.js';
import { readPools } from './read-pools.js';
import { locateCluster, oneClusterInput } from './seen-clusters.js';

export const rancherNodePools = defineOperation({
  name: 'rancher_node_pools',
  title: 'Node pools of a cluster at Rancher',
  description:
    'Node pools, wanted and present nodes, as Rancher knows them; nodes by role where it has no pools. Works while the cluster is down.',
  scope: 'fleet',
  effect: 'read',
  idempotent: true,
  needs: ['nsk'],
  input: oneClusterInput,
  output: deferred(() =>
    z.object({
      cluster: z.string(),
      rancher: z.string(),
      source: z.enum(['node pools', 'nodes by role']),
      pools: z.array(
        z.object({
          name: z.string(),
          roles: z.array(z.string()),
          wanted: z.int().optional(),
          nodes: z.int(),
          active: z.int(),
          state: z.string().optional(),
          message: z.string().optional(),
        }),
      ),
      not_active: z.array(z.object({ node: z.string(), state: z.string(), message: z.string().optional() })),
      not_active_total: z.int(),
    }),
  ),
  handler: async (context, { cluster, rancher: named }) => {
    const { name, rancher, known } = await locateCluster(context, cluster, named);
    return { cluster: name, rancher: rancher.name, ...(await readPools(rancher.client(), known.id, context.signal)) };
  },
  render: ({ cluster, rancher, source, pools, not_active: notActive, not_active_total: total }) => {
    const rows = pools.map((pool) => [pool.name, pool.roles.join(','), pool.wanted, pool.nodes, pool.active, pool.state, pool.message]);
    const why = source === 'nodes by role' ? ` (${rancher} has no node pools for it: nodes by role)` : '';
    return [
      `${cluster}: ${String(pools.length)} groups of nodes${why}`,
      ...(rows.length === 0
        ? ['Rancher knows no nodes of it.']
        : [textTable(['pool', 'roles', 'wanted', 'nodes', 'active', 'state', 'message'], rows)]),
      ...(notActive.length === 0 ? [] : [`Nodes that are not active (${String(total)}):`]),
      ...notActive.map(({ node, state, message }) => `- ${node}: ${state}${message === undefined ? '' : `, ${message}`}`),
    ].join('\n');
  },
});
