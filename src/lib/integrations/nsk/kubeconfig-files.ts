import { createHash } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FleetError } from '../../errors.js';
import { fileFailed, writePrivateFile } from '../../platform/private-files.js';
import type { LedgerEntry } from './ledger.js';
import { isAlive } from '../../platform/is-alive.js';

export function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * What a folder holds under a name: nothing, what was written there, or a file of somebody else, which is never overwritten.
 * @throws FleetError FILE_FAILED
 */
export async function fileAt(
  directory: string,
  name: string,
  known: Pick<LedgerEntry, 'sha256' | 'nextSha256'> | undefined,
): Promise<'none' | 'ours' | 'foreign'> {
  const path = join(directory, name);
  try {
    const sha256 = sha256Of(await readFile(path, 'utf8'));
    return sha256 === known?.sha256 || sha256 === known?.nextSha256 ? 'ours' : 'foreign';
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'none';
    throw fileFailed(`${path} could not be read`, error);
  }
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

/** Removes what a process left that was killed while it wrote. */
export async function removeLeftovers(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    const pid = TEMPORARY.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) await rm(join(directory, name), { force: true });
  }
}
