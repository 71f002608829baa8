import { join } from 'node:path';
import { type HeldLock, withFileLock } from '../../platform/file-lock.js';
import { ensurePrivateFolder } from '../../platform/private-files.js';
import { removeLeftovers } from './kubeconfig-files.js';

/** Longer than a slow refresh of another process takes; after it that process is named instead of waited for. */
const LOCK_TIMEOUT_MS = 120_000;
export const LOCK = '.fleetwright-nsk.lock';

/** A turn at a folder of kubeconfigs. */
export interface FolderTurn {
  readonly directory: string;
  readonly signal: AbortSignal;
  /** Milliseconds to wait for another process. @default 120000 */
  readonly lockTimeoutMs?: number | undefined;
}

/**
 * Runs `task` while no other process works on the folder, which is made where it is missing.
 * @throws FleetError FILE_FAILED when the folder cannot be used, TIMEOUT when another process does not come to an end
 */
export async function withFolder<Result>(turn: FolderTurn, task: (lock: HeldLock) => Promise<Result>): Promise<Result> {
  const { directory, signal, lockTimeoutMs: timeoutMs = LOCK_TIMEOUT_MS } = turn;
  await ensurePrivateFolder(directory);
  return withFileLock(join(directory, LOCK), { waiting: () => undefined, timeoutMs, signal }, async (lock) => {
    await removeLeftovers(directory);
    return task(lock);
  });
}
