import { FleetError, toFleetError } from '../../errors.js';
import { canonicalJson } from '../../platform/canonical-digest.js';
import type { HeldLock } from '../../platform/file-lock.js';
import { sha256Of, writeKubeconfig } from './kubeconfig-files.js';
import { writeLedger, type Ledger, type LedgerEntry } from './ledger.js';
import type { FetchRules, PlannedFile, RefreshPlan } from './refresh-plan.js';
import type { KubeconfigFailure } from './refresh-report.js';

/** The ledger before, and what is known of the clusters now. */
interface Books {
  readonly before: Ledger;
  readonly seen: Map<string, LedgerEntry>;
  readonly now: Date;
}

/**
 * Writes what is planned. The ledger says first what is about to be written, so that after a crash at any point a file is still known for
 * ours. A ledger in which nothing that lasts has changed is not written.
 * @throws FleetError FILE_FAILED when there is no ledger to be written, CONFLICT when another process has the folder by now
 */
export async function writePlan(
  { directory, concurrency, signal }: Pick<FetchRules, 'directory' | 'concurrency' | 'signal'>,
  { planned, standing }: Pick<RefreshPlan, 'planned' | 'standing'>,
  { before, seen: ledger, now }: Books,
  lock: HeldLock,
): Promise<{ written: string[]; failed: KubeconfigFailure[]; ledger: Ledger }> {
  for (const { cluster, file } of planned) leaveFile(ledger, cluster, file);
  for (const { cluster, file, sha256 } of standing) change(ledger, cluster.id, { file, sha256, nextSha256: undefined });
  for (const { cluster, file, sha256, text } of planned) change(ledger, cluster.id, { file, sha256, nextSha256: sha256Of(text) });
  if (planned.length > 0) {
    await lock.assertHeld();
    await writeLedger(directory, ledger);
  }
  const written: string[] = [];
  const failed: KubeconfigFailure[] = [];
  const write = async ({ cluster, file, text }: PlannedFile): Promise<void> => {
    signal.throwIfAborted();
    await lock.assertHeld();
    try {
      await writeKubeconfig(directory, file, text);
      written.push(cluster.name);
      change(ledger, cluster.id, { sha256: sha256Of(text), nextSha256: undefined, writtenAt: now.toISOString() });
    } catch (thrown) {
      const error = FleetError.isInstance(thrown) ? thrown.withCluster(cluster.name) : toFleetError(thrown, cluster.name);
      failed.push({ cluster: cluster.name, error });
    }
  };
  const { default: pLimit } = await import('p-limit');
  const limit = pLimit(concurrency);
  // New files first: a cluster that has to leave its file to another has the new one before.
  for (const part of [planned.filter(({ sha256 }) => sha256 === undefined), planned.filter(({ sha256 }) => sha256 !== undefined)])
    await settled(part.map((each) => limit(write, each)));
  if (planned.length > 0 || isMaterial(before, ledger)) {
    await lock.assertHeld();
    await writeLedger(directory, ledger);
  }
  const order = new Map(planned.map(({ cluster }, index) => [cluster.name, index]));
  return { written: written.sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0)), failed, ledger };
}

/** Waits for the end of all of them; then the first failure counts. */
async function settled(writes: readonly Promise<void>[]): Promise<void> {
  await Promise.allSettled(writes);
  await Promise.all(writes);
}

/** Whoever had the file has it no more; one of the same name is forgotten: this cluster was made in its place. */
function leaveFile(ledger: Map<string, LedgerEntry>, { id, name }: { readonly id: string; readonly name: string }, file: string): void {
  for (const entry of [...ledger.values()]) {
    if (entry.id === id || entry.file?.toLowerCase() !== file.toLowerCase()) continue;
    if (entry.name === name) ledger.delete(entry.id);
    else change(ledger, entry.id, { file: undefined, sha256: undefined, nextSha256: undefined, writtenAt: undefined });
  }
}

function change(ledger: Map<string, LedgerEntry>, id: string, changes: Partial<LedgerEntry>): void {
  const entry = ledger.get(id);
  if (entry !== undefined) ledger.set(id, { ...entry, ...changes });
}

/** When it was last seen changes with every refresh, and is not worth a write. */
function isMaterial(before: Ledger, after: Ledger): boolean {
  const lasting = (ledger: Ledger): string =>
    canonicalJson(Object.fromEntries([...ledger].map(([id, { lastSeen: _lastSeen, ...rest }]) => [id, rest])));
  return lasting(before) !== lasting(after);
}
