import { z } from 'zod';
import type { ClusterInfo } from '../../context.js';
import { deferred } from '../../platform/deferred.js';
import { reportOutput, toReportOutput } from './report-output.js';

/** One cluster as clusters_list shows it. */
export const clusterShape = deferred(() =>
  z.object({
    name: z.string(),
    environment: z.string(),
    is_active: z.boolean(),
    environment_guessed: z.boolean().optional(),
    stale: z.boolean().optional(),
    zone: z.string().optional(),
    labels: z.record(z.string(), z.string()).optional(),
    reported: reportOutput.optional(),
    source: z.string().optional(),
    kubeconfig_path: z.string().optional(),
    last_refresh: z.string().optional(),
    aliases: z.array(z.string()).optional(),
  }),
);

export type ClusterOutput = z.output<typeof clusterShape>;

/** A cluster as the library holds it, in wire form. */
export function describeCluster(cluster: ClusterInfo, details: boolean): ClusterOutput {
  return {
    name: cluster.name,
    environment: cluster.environment,
    is_active: cluster.isActive,
    ...(cluster.environmentGuessed ? { environment_guessed: true } : {}),
    ...(cluster.stale ? { stale: true } : {}),
    ...(details
      ? {
          zone: cluster.zone,
          ...(Object.keys(cluster.labels).length === 0 ? {} : { labels: { ...cluster.labels } }),
          ...(cluster.reported === undefined ? {} : { reported: toReportOutput(cluster.reported) }),
          source: cluster.source,
          ...(cluster.kubeconfigPath === undefined ? {} : { kubeconfig_path: cluster.kubeconfigPath }),
          ...(cluster.lastRefresh === undefined ? {} : { last_refresh: cluster.lastRefresh }),
          ...(cluster.aliases.length === 0 ? {} : { aliases: [...cluster.aliases] }),
        }
      : {}),
  };
}
