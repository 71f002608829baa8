import { createHash } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FleetError } from '../../errors.js';
import { fileFailed, writePrivateFile } from '../../platform/private-files.js';
import type { LedgerEntry } from './ledger.js';
import { isAlive } from '../../platform/is-alive.js';
import { isMissingFile } from '../../platform/is-missing-file.js';

export function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * The SHA-256 of the file of that name; undefined when there is none.
 * @throws FleetError FILE_FAILED
 */
export async function sha256At(directory: string, name: string): Promise<string | undefined> {
  const path = join(directory, name);
  try {
    return sha256Of(await readFile(path, 'utf8'));
  } catch (error) {
    if (isMissingFile(error)) return undefined;
    throw fileFailed(`${path} could not be read`, error);
  }
}

/** Whether a file is as it was written there: anything else is somebody's, and is never overwritten. */
export function isOurs(sha256: string, known: readonly Pick<LedgerEntry, 'sha256' | 'nextSha256'>[]): boolean {
  return known.some((entry) => sha256 === entry.sha256 || sha256 === entry.nextSha256);
}

export async function writeKubeconfig(directory: string, name: string, text: string): Promise<void> {
  await writePrivateFile(join(directory, name), text);
}

export async function removeKubeconfig(directory: string, name: string): Promise<void> {
  await rm(join(directory, name), { force: true });
}

export function foreignFile(directory: string, name: string): FleetError {
  return new FleetError(
    'FILE_FAILED',
    `${join(directory, name)} was not written by fleetwright, or was changed since; it stays as it is.`,
    {
      hint: 'Rename it to keep both, or remove it to have the one of Rancher.',
    },
  );
}

const TEMPORARY = /^\..+\.(\d+)\.[0-9a-f]{12}\.tmp$/;

/**
 * Removes what a process left that was killed while it wrote. To be called under the lock of the folder: this process writes nothing
 * then, so what carries its id is of one before it that had the same (in containers it often is the same).
 */
export async function removeLeftovers(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    const pid = TEMPORARY.exec(name)?.[1];
    if (pid !== undefined && (Number(pid) === process.pid || !isAlive(Number(pid)))) await rm(join(directory, name), { force: true });
  }
}
