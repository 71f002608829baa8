import { join } from 'node:path';
import { FleetError, toFleetError } from '../../errors.js';
import { canonicalJson } from '../../platform/canonical-digest.js';
import { withFileLock } from '../../platform/file-lock.js';
import { ensurePrivateFolder } from '../../platform/private-files.js';
import { retry, type RetryRules } from '../../platform/retry.js';
import { mayDisappear } from '../../platform/shrink-guard.js';
import { clusterFileNames } from './cluster-file-name.js';
import { fileAt, foreignFile, removeLeftovers, sha256Of, writeKubeconfig } from './kubeconfig-files.js';
import type { KubeconfigProvider, ProvidedCluster } from './kubeconfig-provider.js';
import { readLedger, writeLedger, type Ledger, type LedgerEntry } from './ledger.js';
import { summaryOf, type KubeconfigFailure, type NskRefreshReport } from './refresh-report.js';

/** One refresh. */
export interface RefreshWork {
  readonly provider: KubeconfigProvider;
  readonly directory: string;
  /** Which clusters are wanted. */
  readonly includes: (cluster: string) => boolean;
  /** Fetches every kubeconfig again, and believes a listing that lacks many clusters. */
  readonly force: boolean;
  /** Kubeconfigs fetched at once. */
  readonly concurrency: number;
  readonly retryRules: Omit<RetryRules, 'signal'>;
  readonly now: Date;
  readonly signal: AbortSignal;
}

/** What a refresh came to, and what is known after it. */
export interface Refreshed {
  readonly report: NskRefreshReport;
  readonly ledger: Ledger;
}

/** A kubeconfig that is to be written. */
interface Planned {
  readonly cluster: ProvidedCluster;
  readonly file: string;
  readonly text: string;
}

const LOCK = '.fleetwright-nsk.lock';

/**
 * Brings a folder up to date with the clusters of a provider. Nothing that works is touched by what fails: a kubeconfig is replaced by a
 * checked one as a whole or not at all, and no file is removed. One process at a time works on a folder.
 * @throws FleetError when the folder or the ledger cannot be used; failures of the provider are in the report
 */
export async function refreshKubeconfigs(work: RefreshWork): Promise<Refreshed> {
  await ensurePrivateFolder(work.directory);
  const lock = { waiting: () => undefined, signal: work.signal };
  return withFileLock(join(work.directory, LOCK), lock, async () => {
    await removeLeftovers(work.directory);
    const before = await readLedger(work.directory);
    const started = performance.now();
    const report = (rest: Omit<NskRefreshReport, 'startedAt' | 'durationMs' | 'summary'>): NskRefreshReport => {
      const facts = { ...rest, startedAt: work.now.toISOString(), durationMs: performance.now() - started };
      return { ...facts, summary: summaryOf(facts) };
    };
    let listed: readonly ProvidedCluster[];
    try {
      listed = (await retry((signal) => work.provider.list(signal), { ...work.retryRules, signal: work.signal })).filter(({ name }) =>
        work.includes(name),
      );
    } catch (thrown) {
      if (work.signal.aborted) throw thrown;
      const error = toFleetError(thrown);
      return { report: report({ outcome: 'Failed', clusters: 0, written: [], removed: [], held: [], failed: [], error }), ledger: before };
    }
    const { planned, failed } = await plan(work, listed, before);
    const { seen, removed, held } = account(work, listed, before);
    const writing = await writeAll(work, { planned, ledger: seen, before });
    const failures = [...failed, ...writing.failed];
    const outcome = failures.length > 0 || held.length > 0 ? 'Partial' : 'Success';
    return {
      report: report({ outcome, clusters: listed.length, written: writing.written, removed, held, failed: failures }),
      ledger: writing.ledger,
    };
  });
}

/** Fetches what is due, and finds out what of it is to be written. */
async function plan(
  work: RefreshWork,
  listed: readonly ProvidedCluster[],
  ledger: Ledger,
): Promise<{ planned: Planned[]; failed: KubeconfigFailure[] }> {
  const { provider, directory, force, now, signal } = work;
  const names = clusterFileNames(listed);
  const planned: Planned[] = [];
  const failed: KubeconfigFailure[] = [];
  const { default: pLimit } = await import('p-limit');
  const limit = pLimit(work.concurrency);
  const each = async (cluster: ProvidedCluster): Promise<void> => {
    const known = ledger.get(cluster.id);
    const file = known?.file ?? names.get(cluster.id) ?? '';
    try {
      signal.throwIfAborted();
      const there = await fileAt(directory, file, known);
      if (there === 'foreign') throw foreignFile(directory, file);
      if (there === 'ours' && !force && known?.writtenAt !== undefined && !provider.isDue({ writtenAt: known.writtenAt }, now)) return;
      const text = await retry((own) => provider.kubeconfig(cluster, own), { ...work.retryRules, signal });
      if (there === 'none' || sha256Of(text) !== known?.sha256) planned.push({ cluster, file, text });
    } catch (thrown) {
      signal.throwIfAborted();
      failed.push({ cluster: cluster.name, error: toFleetError(thrown, cluster.name) });
    }
  };
  await Promise.all(listed.map((cluster) => limit(each, cluster)));
  return { planned, failed };
}

/** What is known of every cluster after this listing. */
function account(
  { now, force }: RefreshWork,
  listed: readonly ProvidedCluster[],
  before: Ledger,
): { seen: Map<string, LedgerEntry>; removed: string[]; held: string[] } {
  const at = now.toISOString();
  const seen = new Map(before);
  const ids = new Set(listed.map(({ id }) => id));
  for (const cluster of listed) {
    const { file, sha256, nextSha256, writtenAt, inactiveSince } = before.get(cluster.id) ?? {};
    seen.set(cluster.id, {
      ...cluster,
      labels: { ...cluster.labels },
      file,
      sha256,
      nextSha256,
      writtenAt,
      lastSeen: at,
      inactiveSince: cluster.readiness === 'Ready' ? undefined : (inactiveSince ?? at),
    });
  }
  const there = [...before.values()].filter(({ removedAt }) => removedAt === undefined);
  const gone = there.filter(({ id }) => !ids.has(id));
  const removed: string[] = [];
  const held: string[] = [];
  for (const entry of gone) {
    const { missingSince, ...rest } = entry;
    if (mayDisappear(missingSince, { missing: gone.length, known: there.length, now, acceptRemovals: force })) {
      removed.push(entry.name);
      seen.set(entry.id, { ...rest, removedAt: at });
    } else {
      held.push(entry.name);
      seen.set(entry.id, { ...rest, missingSince: missingSince ?? at });
    }
  }
  return { seen, removed, held };
}

/** The ledger says first what is about to be written, so that after a crash a file is still known for ours. */
async function writeAll(
  { directory, now, signal }: RefreshWork,
  { planned, ledger, before }: { readonly planned: readonly Planned[]; readonly ledger: Map<string, LedgerEntry>; readonly before: Ledger },
): Promise<{ written: string[]; failed: KubeconfigFailure[]; ledger: Ledger }> {
  const written: string[] = [];
  const failed: KubeconfigFailure[] = [];
  for (const { cluster, file, text } of planned) {
    const entry = ledger.get(cluster.id);
    if (entry !== undefined) ledger.set(cluster.id, { ...entry, file, nextSha256: sha256Of(text) });
  }
  if (planned.length > 0) await writeLedger(directory, ledger);
  for (const { cluster, file, text } of planned) {
    signal.throwIfAborted();
    const entry = ledger.get(cluster.id);
    try {
      await writeKubeconfig(directory, file, text);
      written.push(cluster.name);
      if (entry !== undefined)
        ledger.set(cluster.id, { ...entry, sha256: sha256Of(text), nextSha256: undefined, writtenAt: now.toISOString() });
    } catch (thrown) {
      failed.push({
        cluster: cluster.name,
        error: FleetError.isInstance(thrown) ? thrown.withCluster(cluster.name) : toFleetError(thrown, cluster.name),
      });
    }
  }
  if (planned.length > 0 || isMaterial(before, ledger)) await writeLedger(directory, ledger);
  return { written, failed, ledger };
}

/** When it was last seen changes with every refresh, and is not worth a write. */
function isMaterial(before: Ledger, after: Ledger): boolean {
  const lasting = (ledger: Ledger): string =>
    canonicalJson(Object.fromEntries([...ledger].map(([id, { lastSeen: _lastSeen, ...rest }]) => [id, rest])));
  return lasting(before) !== lasting(after);
}
