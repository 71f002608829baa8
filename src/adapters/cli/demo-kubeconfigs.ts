import { constants } from 'node:fs';
import { copyFile, mkdir, readdir, rm, rmdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { UsageError } from './usage-error.js';

/** Kubeconfig files that were put somewhere for a while. */
export interface PlacedKubeconfigs {
  readonly directory: string;
  /** Removes the files, and the folder when it was made for them. */
  remove(): Promise<void>;
}

/**
 * Makes sure that kubeconfigs of these clusters can be put into a folder, before anything slow is started.
 * @throws UsageError when it is no folder, or when a file there would be overwritten.
 */
export async function checkPlace(directory: string, clusters: readonly string[]): Promise<void> {
  const found = await stat(directory).catch(() => undefined);
  if (found === undefined) return;
  if (!found.isDirectory()) throw new UsageError(`${directory} is not a folder.`, 'demo');
  const present = new Set(await readdir(directory));
  const taken = clusters.map(fileName).filter((file) => present.has(file));
  if (taken.length > 0) throw new UsageError(`${directory} already holds ${taken.join(', ')}. Choose an empty folder.`, 'demo');
}

/** Copies one kubeconfig per cluster into a folder: files 0600, a new folder 0700. */
export async function placeKubeconfigs(from: string, directory: string, clusters: readonly string[]): Promise<PlacedKubeconfigs> {
  const target = resolve(directory);
  const firstMade = await mkdir(target, { recursive: true, mode: 0o700 });
  const files = clusters.map(fileName);
  const remove = async (): Promise<void> => {
    await Promise.all(files.map((file) => rm(join(target, file), { force: true })));
    // Somebody may have put a file of their own there meanwhile: then the folder stays.
    if (firstMade !== undefined) await rmdir(target).catch(() => undefined);
  };
  try {
    // A copy keeps the mode of the original, 0600.
    for (const file of files) await copyFile(join(from, file), join(target, file), constants.COPYFILE_EXCL);
  } catch (error) {
    await remove();
    throw error;
  }
  return { directory: target, remove };
}

function fileName(cluster: string): string {
  return `${cluster}.yaml`;
}
