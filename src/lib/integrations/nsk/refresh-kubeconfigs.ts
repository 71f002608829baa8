import { toFleetError } from '../../errors.js';
import { retry } from '../../platform/retry.js';
import type { ClusterFilter } from './cluster-pattern.js';
import { withFolder } from './folder-turn.js';
import { readLedger, type Ledger } from './ledger.js';
import { account } from './refresh-account.js';
import { planRefresh, type FetchRules } from './refresh-plan.js';
import { failedReport, summaryOf, type NskRefreshReport } from './refresh-report.js';
import { writePlan } from './refresh-write.js';

/** One refresh. */
export interface RefreshWork extends FetchRules {
  /** Which clusters are wanted. */
  readonly includes: ClusterFilter;
  /** Which of them are fetched now; the others are accounted for only. */
  readonly matches: ClusterFilter;
  /** Fetches every kubeconfig that matches again, and believes a listing that lacks many of those. */
  readonly force: boolean;
  /** Milliseconds to wait for another process that works on the folder. */
  readonly lockTimeoutMs?: number | undefined;
}

/** What a refresh came to, and what is known after it. */
export interface Refreshed {
  readonly report: NskRefreshReport;
  readonly ledger: Ledger;
}

/**
 * Brings a folder up to date with the clusters of a provider. Nothing that works is touched by what fails: a kubeconfig is replaced by a
 * checked one as a whole or not at all, and no file is removed. One process at a time works on a folder.
 * @throws FleetError when the folder or the ledger cannot be used; failures of the provider are in the report
 */
export async function refreshKubeconfigs(work: RefreshWork): Promise<Refreshed> {
  const { provider, directory, includes, matches, force, signal } = work;
  return withFolder(work, async (lock) => {
    const before = await readLedger(directory);
    const now = new Date();
    const began = performance.now();
    let listed;
    try {
      listed = await retry((own) => provider.list(own), { ...work.retryRules, signal });
    } catch (thrown) {
      if (signal.aborted) throw thrown;
      return { report: failedReport(now, performance.now() - began, toFleetError(thrown)), ledger: before };
    }
    const clusters = listed.filter(({ name }) => includes(name));
    const plan = await planRefresh(work, { clusters, matches: ({ name }) => matches(name), force, now }, before);
    const acceptRemovals: ClusterFilter = (cluster) => force && matches(cluster);
    const { seen, removed, held } = account({ listed, wanted: includes, acceptRemovals, now }, before);
    const { written, failed, ledger } = await writePlan(work, plan, { before, seen, now }, lock);
    await provider.settle?.(signal);
    const failures = [...plan.failed, ...failed];
    const facts = {
      startedAt: now.toISOString(),
      durationMs: performance.now() - began,
      outcome: failures.length > 0 || held.length > 0 ? 'Partial' : 'Success',
      clusters: clusters.filter(({ name }) => matches(name)).length,
      written,
      removed,
      held,
      failed: failures,
    } as const;
    return { report: { ...facts, summary: summaryOf(facts) }, ledger };
  });
}
