import { z } from 'zod';
import type { ClusterDetail, ClusterStatus } from '../../context.js';
import { deferred } from '../../platform/deferred.js';
import { reportOutput, toReportOutput } from './report-output.js';

const observedNumber = deferred(() => z.object({ value: z.number(), observed_at: z.string() }));

/** One cluster's state on the wire; every fact with the time it was observed. */
export const statusOutput = deferred(() =>
  z.object({
    cluster: z.string(),
    environment: z.string(),
    status: z.enum(['Ready', 'NotReady', 'Unknown']),
    is_active: z.boolean().optional(),
    stale: z.boolean().optional(),
    observed_at: z.string().optional(),
    reason: z.string().optional(),
    error: z.string().optional(),
    reported: reportOutput.optional(),
    latency_ms: observedNumber.optional(),
    version: z.object({ value: z.string(), observed_at: z.string() }).optional(),
    nodes: z.object({ ready: z.int(), total: z.int(), observed_at: z.string() }).optional(),
    namespaces: observedNumber.optional(),
    kubeconfig_path: z.string().optional(),
    kubeconfig_updated: z.string().optional(),
    certificates: z.object({ server_days: z.int().optional(), client_days: z.int().optional(), observed_at: z.string() }).optional(),
  }),
);

/** The status of one cluster in wire form. */
export type StatusOutput = z.output<typeof statusOutput>;

/** A status as the library holds it, in wire form. */
export function toStatusOutput(status: ClusterStatus): StatusOutput {
  const { reported, latencyMs, version, nodes, namespaces, certificates } = status;
  return {
    cluster: status.cluster,
    environment: status.environment,
    status: status.state,
    ...(status.stale ? { stale: true } : {}),
    ...(status.observedAt === undefined ? {} : { observed_at: status.observedAt }),
    ...(status.reason === undefined ? {} : { reason: status.reason }),
    ...(status.error === undefined ? {} : { error: status.error }),
    ...(reported === undefined ? {} : { reported: toReportOutput(reported) }),
    ...(latencyMs === undefined ? {} : { latency_ms: { value: Math.round(latencyMs.value), observed_at: latencyMs.observedAt } }),
    ...(version === undefined ? {} : { version: { value: version.value, observed_at: version.observedAt } }),
    ...(nodes === undefined ? {} : { nodes: { ...nodes.value, observed_at: nodes.observedAt } }),
    ...(namespaces === undefined ? {} : { namespaces: { value: namespaces.value, observed_at: namespaces.observedAt } }),
    ...(certificates === undefined ? {} : { certificates: { ...expiryDays(certificates.value), observed_at: certificates.observedAt } }),
  };
}

function expiryDays(certificates: NonNullable<ClusterDetail['certificates']>['value']): { server_days?: number; client_days?: number } {
  const days = (notAfter: string): number => Math.floor((Date.parse(notAfter) - Date.now()) / 86_400_000);
  return {
    ...(certificates.serverNotAfter === undefined ? {} : { server_days: days(certificates.serverNotAfter) }),
    ...(certificates.clientNotAfter === undefined ? {} : { client_days: days(certificates.clientNotAfter) }),
  };
}
