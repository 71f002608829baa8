import type { RegistryChange } from './registry-change.js';
import type { RegistryView } from './registry-view.js';

/** What one look at the sources found out. */
export interface RefreshReport {
  /** ISO 8601. */
  readonly at: string;
  /** Success: every source and every entry could be read. Failed: no source could. */
  readonly outcome: 'Success' | 'Partial' | 'Failed';
  /** `Success (3 clusters updated)`, `Partial (2/3 clusters updated, failed: edge)`. */
  readonly summary: string;
  readonly added: readonly string[];
  /** Connection data changed. */
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  /** Kept by the shrink guard although the source does not list them. */
  readonly held: readonly string[];
  readonly failed: readonly RefreshFailure[];
}

/** What one look at a source could not read. */
export interface RefreshFailure {
  readonly source: string;
  readonly cluster?: string | undefined;
  readonly path?: string | undefined;
  readonly code: string;
  readonly message: string;
}

/** Puts the changes of one round over the sources together. */
export function refreshReport(changes: readonly RegistryChange[], view: RegistryView, at: string): RefreshReport {
  const failed = view.failures.map(({ source, cluster, path, error }) => ({
    source,
    cluster,
    path,
    code: error.code,
    message: error.message,
  }));
  const held = view.sources.flatMap(({ clusters }) => [...clusters].filter(([, { stale }]) => stale?.why === 'held').map(([name]) => name));
  const broken = view.sources.filter((source) => source.failed !== undefined).length;
  const outcome = broken > 0 && broken === view.sources.length ? 'Failed' : failed.length > 0 || held.length > 0 ? 'Partial' : 'Success';
  const names = (pick: (change: RegistryChange) => readonly { readonly name: string }[]): string[] =>
    changes.flatMap((change) => pick(change).map(({ name }) => name));
  return {
    at,
    outcome,
    summary: summarise(outcome, view, failed, held),
    added: names((change) => change.added),
    changed: names((change) => change.changed),
    removed: names((change) => change.removed),
    held,
    failed,
  };
}

function summarise(
  outcome: RefreshReport['outcome'],
  view: RegistryView,
  failed: readonly RefreshFailure[],
  held: readonly string[],
): string {
  const good = [...view.entries.values()].filter((entry) => entry.stale === undefined).length;
  if (outcome === 'Success') return `Success (${String(good)} clusters updated)`;
  if (outcome === 'Failed') return `Failed (${failed[0]?.message ?? ''})`;
  const whom = [...new Set(failed.map((failure) => failure.cluster ?? failure.path ?? failure.source))];
  const whole = new Set([...view.entries.keys(), ...failed.flatMap(({ cluster }) => cluster ?? [])]).size;
  const parts = [
    ...(whom.length === 0 ? [] : [`failed: ${whom.slice(0, 5).join(', ')}${whom.length > 5 ? ', …' : ''}`]),
    ...(held.length === 0 ? [] : [`${String(held.length)} held after vanishing together`]),
  ];
  return `Partial (${String(good)}/${String(whole)} clusters updated, ${parts.join('; ')})`;
}
