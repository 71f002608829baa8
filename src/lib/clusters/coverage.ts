/** How complete an answer over several clusters is. Always ok + stale + failed + denied + skipped = matched. */
export interface Coverage {
  readonly matched: number;
  readonly ok: number;
  /** Answered, but from a cluster whose source could not be listed just now. */
  readonly stale: number;
  readonly failed: number;
  /** The cluster (401, 403) or the policy refused. */
  readonly denied: number;
  /** Not asked: cancelled, fail_fast, or held back by the breaker. */
  readonly skipped: number;
}

/** What became of one cluster of the answer. */
export type CoverageOutcome = 'ok' | 'stale' | 'failed' | 'denied' | 'skipped';

/** Counts outcomes; by construction they add up. */
export function coverageOf(outcomes: Iterable<CoverageOutcome>): Coverage {
  const counts = { matched: 0, ok: 0, stale: 0, failed: 0, denied: 0, skipped: 0 };
  for (const outcome of outcomes) {
    counts[outcome] += 1;
    counts.matched += 1;
  }
  return counts;
}
