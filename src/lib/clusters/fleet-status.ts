import { type Coverage, coverageOf, type CoverageOutcome } from './coverage.js';
import type { ClusterDescriptor } from './descriptor.js';
import type { FleetProber, ProbeOutcome, ProbeRound } from './fleet-prober.js';
import type { RegistryEntry } from './registry-view.js';
import type { ClusterStatus } from './status.js';

/** The state of several clusters, and how complete the answer is. */
export interface FleetStatus {
  /** In the order of the fleet. */
  readonly clusters: readonly ClusterStatus[];
  readonly coverage: Coverage;
  /** When the answer was complete (ISO 8601); each fact has its own time. */
  readonly observedAt: string;
}

/** Called as each cluster's status is known. */
export type StatusListener = (status: ClusterStatus, done: number, total: number) => void;

/** Probes the clusters. Those that were not asked appear with what was known of them before. */
export async function fleetStatus(
  prober: FleetProber,
  entries: readonly RegistryEntry[],
  round: ProbeRound,
  onResult?: StatusListener,
): Promise<FleetStatus> {
  const isStale = new Map(entries.map(({ descriptor, stale }) => [descriptor.name, stale !== undefined]));
  const outcomes: CoverageOutcome[] = [];
  const statusOf = (cluster: ClusterDescriptor): ClusterStatus => prober.board.statusOf(cluster, isStale.get(cluster.name) ?? false);
  await prober.probeAll(
    entries.map(({ descriptor }) => descriptor),
    round,
    (cluster, outcome) => {
      outcomes.push(coverageOutcome(outcome, isStale.get(cluster.name) ?? false));
      onResult?.(statusOf(cluster), outcomes.length, entries.length);
    },
  );
  return {
    clusters: entries.map(({ descriptor }) => statusOf(descriptor)),
    coverage: coverageOf(outcomes),
    observedAt: new Date().toISOString(),
  };
}

function coverageOutcome(outcome: ProbeOutcome, stale: boolean): CoverageOutcome {
  if (!outcome.asked) return 'skipped';
  const { usable, error } = outcome.probe;
  if (usable && (error === undefined || error.code === 'FORBIDDEN')) return stale ? 'stale' : 'ok';
  return error?.httpStatus === 401 || error?.httpStatus === 403 ? 'denied' : 'failed';
}
