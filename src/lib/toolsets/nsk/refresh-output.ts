import { z } from 'zod';
import type { NskRefreshReport } from '../../integrations/nsk/refresh-report.js';
import type { SeenClusters } from './seen-clusters.js';

/** Names in an answer, of each kind; further ones are counted. */
const MOST_NAMES = 100;

const names = (): z.ZodArray<z.ZodString> => z.array(z.string());

/** One refresh of one Rancher. */
export const refreshShape = () =>
  z.object({
    name: z.string(),
    outcome: z.enum(['Success', 'Partial', 'Failed']),
    summary: z.string(),
    clusters: z.int(),
    written: names(),
    removed: names(),
    held: names(),
    failed: z.array(z.object({ cluster: z.string(), code: z.string(), message: z.string(), hint: z.string() })),
    names_left_out: z.int().optional(),
    duration_ms: z.number(),
  });

export type RefreshOutput = z.output<ReturnType<typeof refreshShape>>;

/** A report as its caller may know it. */
export function refreshOutput(report: NskRefreshReport, name: string, seen: SeenClusters, isLimited: boolean): RefreshOutput {
  let leftOut = 0;
  const shown = <Item>(items: readonly Item[]): Item[] => {
    leftOut += Math.max(0, items.length - MOST_NAMES);
    return items.slice(0, MOST_NAMES);
  };
  const { outcome, summary, clusters, durationMs } = report;
  const failed = report.failed.flatMap(({ cluster, error: { code, message, hint } }) => {
    const own = seen.nameOf(cluster);
    return own === undefined ? [] : [{ cluster: own, code, message, hint }];
  });
  const output = {
    name,
    outcome,
    // Its words may name any cluster.
    summary: isLimited ? outcome : summary,
    clusters: isLimited ? seen.clusters.filter(({ known: { removedAt } }) => removedAt === undefined).length : clusters,
    written: shown(seen.named(report.written)),
    removed: shown(seen.named(report.removed)),
    held: shown(seen.named(report.held)),
    failed: shown(failed),
    duration_ms: Math.round(durationMs),
  };
  return leftOut === 0 ? output : { ...output, names_left_out: leftOut };
}

export function refreshText(output: RefreshOutput): string[] {
  const { name, summary, written, removed, held, failed, names_left_out: leftOut } = output;
  const list = (title: string, clusters: readonly string[]): string[] =>
    clusters.length === 0 ? [] : [`  ${title} (${String(clusters.length)}): ${clusters.join(', ')}`];
  return [
    `${name}: ${summary} in ${String(output.duration_ms)} ms`,
    ...list('written', written),
    ...(written.length === 0 ? ['  no kubeconfig changed'] : []),
    ...list('no longer listed, kubeconfigs kept until nsk_clean', removed),
    ...list('vanished together, kept; nsk_refresh with force accepts it', held),
    ...failed.map(({ cluster, message, hint }) => `  ${cluster}: ${message} ${hint}`),
    ...(leftOut === undefined ? [] : [`  … and ${String(leftOut)} more names; nsk_status counts all.`]),
  ];
}
