import { z } from 'zod';
import type { ClusterDetail } from '../../context.js';
import { deferred } from '../../platform/deferred.js';

/** What the detail view adds. A count is absent when this identity may not list the kind. */
export const detailOutput = deferred(() =>
  z.object({
    server: z.string(),
    control_plane_nodes: z.int().optional(),
    worker_nodes: z.int().optional(),
    pods_by_phase: z.record(z.string(), z.int()).optional(),
    services: z.int().optional(),
    deployments: z.int().optional(),
    statefulsets: z.int().optional(),
    next_refresh: z.string().optional(),
  }),
);

export type DetailOutput = z.output<typeof detailOutput>;

export function toDetailOutput(detail: ClusterDetail, nextRefresh: string | undefined): DetailOutput {
  const { nodeRoles, podsByPhase, services, deployments, statefulSets } = detail;
  return {
    server: detail.server,
    ...(nodeRoles === undefined ? {} : { control_plane_nodes: nodeRoles.value.controlPlane, worker_nodes: nodeRoles.value.workers }),
    ...(podsByPhase === undefined ? {} : { pods_by_phase: { ...podsByPhase.value } }),
    ...(services === undefined ? {} : { services: services.value }),
    ...(deployments === undefined ? {} : { deployments: deployments.value }),
    ...(statefulSets === undefined ? {} : { statefulsets: statefulSets.value }),
    ...(nextRefresh === undefined ? {} : { next_refresh: nextRefresh }),
  };
}
