import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileFailed } from './private-files.js';

/** A folder that only its owner may look into (mode 0700), and that goes when it is removed or this process ends. */
export interface TemporaryFolder {
  readonly path: string;
  /** Removes it with all that is in it. */
  remove(): Promise<void>;
}

const folders = new Set<string>();

/** @throws FleetError FILE_FAILED */
export async function temporaryFolder(purpose: string): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), `fleetwright-${purpose}-`)).catch((cause: unknown) => {
    throw fileFailed('A temporary folder could not be made', cause);
  });
  if (folders.size === 0) process.on('exit', removeAll);
  folders.add(path);
  return {
    path,
    remove: async () => {
      folders.delete(path);
      if (folders.size === 0) process.off('exit', removeAll);
      await rm(path, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

function removeAll(): void {
  for (const path of folders) rmSync(path, { recursive: true, force: true });
}
