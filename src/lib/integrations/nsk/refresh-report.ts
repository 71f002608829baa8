import type { FleetError } from '../../errors.js';

/** One cluster whose kubeconfig could not be fetched, checked or written. */
export interface KubeconfigFailure {
  readonly cluster: string;
  readonly error: FleetError;
}

/** What one refresh came to. */
export interface NskRefreshReport {
  /** ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
  /** Success: all of them. Partial: some, or none is removed although many are missing. Failed: the listing. */
  readonly outcome: 'Success' | 'Partial' | 'Failed';
  /** `Success (3 clusters updated)`, `Partial (2/3 clusters updated, failed: edge)`, `Failed (…)`. */
  readonly summary: string;
  /** Clusters that were listed, after the filters. */
  readonly clusters: number;
  /** Whose kubeconfig was written, for it was new or another. */
  readonly written: readonly string[];
  /** Not listed any more since this refresh. */
  readonly removed: readonly string[];
  /** Missing together with too many others to be believed; nothing is done to them. */
  readonly held: readonly string[];
  readonly failed: readonly KubeconfigFailure[];
  /** Why the listing failed. */
  readonly error?: FleetError | undefined;
}

/** The report of a refresh that ended before it could list anything. */
export function failedReport(startedAt: Date, durationMs: number, error: FleetError): NskRefreshReport {
  const nothing = { clusters: 0, written: [], removed: [], held: [], failed: [] };
  const facts = { startedAt: startedAt.toISOString(), durationMs, outcome: 'Failed', ...nothing, error } as const;
  return { ...facts, summary: summaryOf(facts) };
}

export function summaryOf({ outcome, clusters, failed, held, error }: Omit<NskRefreshReport, 'summary'>): string {
  if (outcome === 'Failed') return `Failed (${error?.message ?? 'unknown'})`;
  if (outcome === 'Success') return `Success (${String(clusters)} clusters updated)`;
  const names = failed.map(({ cluster }) => cluster);
  const parts = [
    ...(names.length === 0 ? [] : [`failed: ${names.slice(0, 5).join(', ')}${names.length > 5 ? ', …' : ''}`]),
    ...(held.length === 0 ? [] : [`${String(held.length)} held after vanishing together`]),
  ];
  return `Partial (${String(clusters - failed.length)}/${String(clusters)} clusters updated, ${parts.join('; ')})`;
}
