import { z } from 'zod';
import type { ClusterInfo, FleetContext } from '../../context.js';
import { defineOperation } from '../../operation.js';
import { textTable } from '../../platform/text-table.js';
import { pageOf, pageFields } from '../../platform/page.js';
import { deferred } from '../../platform/deferred.js';

const clusterShape = deferred(() =>
  z.object({
    name: z.string(),
    environment: z.string(),
    is_active: z.boolean(),
    environment_guessed: z.boolean().optional(),
    stale: z.boolean().optional(),
    zone: z.string().optional(),
    source: z.string().optional(),
    kubeconfig_path: z.string().optional(),
    last_refresh: z.string().optional(),
    aliases: z.array(z.string()).optional(),
  }),
);

export const clustersList = defineOperation({
  name: 'clusters_list',
  title: 'List clusters',
  description: 'The clusters of the fleet, which one is active, and what could not be loaded. Connects to none.',
  scope: 'fleet',
  effect: 'read',
  idempotent: true,
  input: deferred(() =>
    z.object({
      show_details: z.boolean().optional().describe('Also zone, source, file, age, aliases'),
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
      clusters: page.items.map((cluster) => describe(cluster, input.show_details === true)),
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

function describe(cluster: ClusterInfo, details: boolean): z.input<typeof clusterShape> {
  return {
    name: cluster.name,
    environment: cluster.environment,
    is_active: cluster.isActive,
    ...(cluster.environmentGuessed ? { environment_guessed: true } : {}),
    ...(cluster.stale ? { stale: true } : {}),
    ...(details
      ? {
          zone: cluster.zone,
          source: cluster.source,
          ...(cluster.kubeconfigPath === undefined ? {} : { kubeconfig_path: cluster.kubeconfigPath }),
          ...(cluster.lastRefresh === undefined ? {} : { last_refresh: cluster.lastRefresh }),
          ...(cluster.aliases.length === 0 ? {} : { aliases: [...cluster.aliases] }),
        }
      : {}),
  };
}

function clusterTable(clusters: readonly z.output<typeof clusterShape>[]): string {
  const details = clusters.some((cluster) => cluster.source !== undefined);
  const anyStale = clusters.some((cluster) => cluster.stale === true);
  const columns = [
    'cluster',
    'environment',
    ...(anyStale ? ['state'] : []),
    ...(details ? ['zone', 'aliases', 'last refresh', 'kubeconfig'] : []),
  ];
  const rows = clusters.map((cluster) => [
    `${cluster.name}${cluster.is_active ? ' *' : ''}`,
    `${cluster.environment}${cluster.environment_guessed === true && cluster.environment !== 'unknown' ? ' (guessed)' : ''}`,
    ...(anyStale ? [cluster.stale === true ? 'stale' : 'listed'] : []),
    ...(details ? [cluster.zone, cluster.aliases?.join(','), cluster.last_refresh, cluster.kubeconfig_path ?? cluster.source] : []),
  ]);
  return textTable(columns, rows);
}
