import { z } from 'zod';
import { defineOperation } from '../../operation.js';
import { deferred } from '../../platform/deferred.js';
import { textTable } from '../../platform/text-table.js';
import { locateCluster, oneClusterInput } from './seen-clusters.js';

export const rancherClusterConditions = defineOperation({
  name: 'rancher_cluster_conditions',
  title: 'Conditions of a cluster at Rancher',
  description: 'State and conditions of a cluster as Rancher sees it; answers also while the cluster cannot be reached.',
  scope: 'fleet',
  effect: 'read',
  idempotent: true,
  needs: ['nsk'],
  input: oneClusterInput,
  output: deferred(() =>
    z.object({
      cluster: z.string(),
      rancher: z.string(),
      id: z.string(),
      state: z.string(),
      readiness: z.enum(['Ready', 'NotReady', 'Unknown']),
      message: z.string().optional(),
      provider: z.string().optional(),
      version: z.string().optional(),
      nodes: z.number().optional(),
      conditions: z.array(
        z.object({ type: z.string(), status: z.string(), reason: z.string().optional(), message: z.string().optional() }),
      ),
    }),
  ),
  handler: async (context, { cluster, rancher: named }) => {
    const { name, rancher, known } = await locateCluster(context, cluster, named);
    const found = await rancher.client().cluster(known.id, context.signal);
    const { state, readiness, message, provider, kubernetesVersion: version, nodeCount: nodes, conditions } = found;
    return {
      cluster: name,
      rancher: rancher.name,
      id: known.id,
      state,
      readiness,
      ...(message === undefined ? {} : { message }),
      ...(provider === undefined ? {} : { provider }),
      ...(version === undefined ? {} : { version }),
      ...(nodes === undefined ? {} : { nodes }),
      conditions: conditions.map((each) => ({
        type: each.type,
        status: each.status,
        ...(each.reason === undefined ? {} : { reason: each.reason }),
        ...(each.message === undefined ? {} : { message: each.message.slice(0, 1_000) }),
      })),
    };
  },
  render: ({ cluster, rancher, id, state, message, version, nodes, conditions }) => {
    const rows = [...conditions]
      .sort((a, b) => Number(a.status === 'True') - Number(b.status === 'True'))
      .map((each) => [each.type, each.status, each.reason, each.message]);
    return [
      `${cluster} (${id}) is ${state} at ${rancher}${message === undefined ? '' : `: ${message}`}`,
      `version ${version ?? 'unknown'}, ${nodes === undefined ? 'number of nodes unknown' : `${String(nodes)} nodes`}`,
      rows.length === 0 ? 'Rancher reports no conditions.' : textTable(['condition', 'status', 'reason', 'message'], rows),
    ].join('\n');
  },
});
