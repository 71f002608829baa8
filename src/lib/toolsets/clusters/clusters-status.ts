import { z } from 'zod';
import type { FleetContext } from '../../context.js';
import { defineOperation } from '../../operation.js';
import { coverageOutput } from './coverage-output.js';
import { detailOutput, toDetailOutput } from './detail-output.js';
import { pageFields, pageOf } from '../../platform/page.js';
import { renderDetail, renderStatusTable } from './status-text.js';
import { statusOutput, toStatusOutput } from './status-output.js';
import { deferred } from '../../platform/deferred.js';

const output = deferred(() =>
  z.object({
    clusters: z.array(statusOutput),
    coverage: coverageOutput(),
    detail: detailOutput.optional(),
    observed_at: z.string(),
    continue: z.string().optional(),
  }),
);

export const clustersStatus = defineOperation({
  name: 'clusters_status',
  title: 'Status of clusters',
  description: 'Probes all clusters in parallel and shows a table; with `cluster`, the details of that one.',
  scope: 'fleet',
  effect: 'read',
  idempotent: true,
  long: true,
  input: deferred(() =>
    z.object({
      cluster: z.string().min(1).optional().describe('Only this one, in detail'),
      clusters: z.string().min(1).optional().describe('Selector: names, prod-*, env=prod, not TERM'),
      ...pageFields,
    }),
  ),
  output,
  handler: (context, input) => (input.cluster === undefined ? table(context, input) : detail(context, input.cluster)),
  render: (answer) => (answer.detail === undefined ? renderStatusTable(answer) : renderDetail(answer.clusters[0], answer.detail)),
});

async function table(
  context: FleetContext,
  input: { clusters?: string | undefined; limit?: number | undefined; continue?: string | undefined },
): Promise<z.input<typeof output>> {
  const selection = await context.clusters.select(input.clusters ?? '*', { caller: context.caller.id });
  const page = pageOf(selection.clusters, input);
  const { clusters, coverage, observedAt } = await context.clusters.status({
    clusters: page.items.map(({ name }) => name),
    signal: context.signal,
    force: false,
    onResult: (status, done, total) => {
      context.progress({ done, total, message: `${status.cluster}: ${status.state}` });
    },
  });
  const active = context.clusters.active(context.caller.id);
  const files = new Map(page.items.map((cluster) => [cluster.name, cluster]));
  return {
    clusters: clusters.map((status) => ({
      ...toStatusOutput(status),
      ...(status.cluster === active ? { is_active: true } : {}),
      ...fileFacts(files.get(status.cluster)),
    })),
    coverage,
    observed_at: observedAt,
    ...(page.continue === undefined ? {} : { continue: page.continue }),
  };
}

async function detail(context: FleetContext, name: string): Promise<z.input<typeof output>> {
  const cluster = await context.clusters.resolve(name);
  const found = await context.clusters.detail(cluster.name, context.signal);
  const refresh = await context.clusters.refreshStatus();
  const source = refresh.sources.find((candidate) => candidate.name === cluster.origin.source);
  const answered = found.reason === undefined;
  const denied = found.reason === '401' || found.reason === '403' || found.reason === 'expired-session';
  const isActive = context.clusters.active(context.caller.id) === cluster.name;
  return {
    clusters: [{ ...toStatusOutput(found), ...(isActive ? { is_active: true } : {}), ...fileFacts(cluster) }],
    coverage: {
      matched: 1,
      ok: answered && !found.stale ? 1 : 0,
      stale: answered && found.stale ? 1 : 0,
      failed: answered || denied ? 0 : 1,
      denied: denied ? 1 : 0,
      skipped: 0,
    },
    detail: toDetailOutput(found, source?.nextListing),
    observed_at: found.observedAt ?? new Date().toISOString(),
  };
}

function fileFacts(cluster: { kubeconfigPath?: string | undefined; lastRefresh?: string | undefined } | undefined): {
  kubeconfig_path?: string;
  kubeconfig_updated?: string;
} {
  return {
    ...(cluster?.kubeconfigPath === undefined ? {} : { kubeconfig_path: cluster.kubeconfigPath }),
    ...(cluster?.lastRefresh === undefined ? {} : { kubeconfig_updated: cluster.lastRefresh }),
  };
}
