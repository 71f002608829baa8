import { z } from 'zod';
import type { ClusterInfo, FleetContext } from '../../context.js';
import { defineOperation } from '../../operation.js';
import { pageOf, pageFields } from '../../platform/page.js';
import { deferred } from '../../platform/deferred.js';
import { clusterTable } from './cluster-table.js';
import { clusterShape, describeCluster } from './cluster-output.js';

export const clustersList = defineOperation({
  name: 'clusters_list',
  title: 'List clusters',
  description: 'The clusters of the fleet, which one is active, and what could not be loaded. Connects to none.',
  scope: 'fleet',
  effect: 'read',
  idempotent: true,
  input: deferred(() =>
    z.object({
      show_details: z.boolean().optional().describe('Also zone, labels, source, file, age'),
      clusters: z.string().min(1).optional().describe('Selector: names, prod-*, env=prod, not TERM; default all'),
      ...pageFields,
    }),
  ),
  output: deferred(() =>
    z.object({
      clusters: z.array(clusterShape),
      total: z.int(),
      active: z.string().optional(),
      problems: z.array(z.object({ source: z.string(), cluster: z.string().optional(), code: z.string(), message: z.string() })),
      continue: z.string().optional(),
    }),
  ),
  handler: async (context, input) => {
    const all = await selected(context, input.clusters);
    const page = pageOf(all, input);
    const active = context.clusters.active(context.caller.id);
    return {
      clusters: page.items.map((cluster) => describeCluster(cluster, input.show_details === true)),
      total: all.length,
      ...(active === undefined ? {} : { active }),
      problems: context.clusters.failures().map(({ source, cluster, error }) => ({
        source,
        ...(cluster === undefined ? {} : { cluster }),
        code: error.code,
        message: error.message,
      })),
      ...(page.continue === undefined ? {} : { continue: page.continue }),
    };
  },
  render: (output) => {
    const head = `${String(output.total)} cluster${output.total === 1 ? '' : 's'}${output.active === undefined ? '' : `, active: ${output.active}`}`;
    const parts = [head];
    if (output.clusters.length > 0) parts.push(clusterTable(output.clusters));
    if (output.total === 0)
      parts.push(
        'No cluster is known, or none matches. Set kubeconfig_dir, KUBECONFIG or --kubeconfig; `fleetwright doctor` says what was looked at.',
      );
    if (output.continue !== undefined) parts.push(`… more. Next: same call with continue=${output.continue}`);
    if (output.problems.length > 0)
      parts.push('Could not be loaded:', ...output.problems.map(({ code, message }) => `- ${code}: ${message}`));
    return parts.join('\n');
  },
});

async function selected({ clusters, caller }: FleetContext, selector: string | undefined): Promise<readonly ClusterInfo[]> {
  const all = await clusters.list({ caller: caller.id });
  if (selector === undefined) return all;
  const names = new Set((await clusters.select(selector, { caller: caller.id })).clusters.map(({ name }) => name));
  return all.filter(({ name }) => names.has(name));
}
