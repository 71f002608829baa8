import { link, mkdir, readdir, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { FleetError } from '../../errors.js';
import { fileFailed, PRIVATE_FOLDER_MODE } from '../../platform/private-files.js';
import { factsOf } from './local-root.js';
import type { Skipped } from './skipped.js';

/**
 * Puts a finished copy to its place. Without `overwrite` nothing that is there is touched, whatever happens meanwhile.
 * @param from a file or a folder, on the same file system
 * @param shown how the place is called to the caller
 * @throws FleetError CONFLICT when the place is taken, FILE_FAILED
 */
export async function placeTree(
  from: string,
  to: string,
  { overwrite, shown, skipped }: { readonly overwrite: boolean; readonly shown: string; readonly skipped: Skipped },
): Promise<void> {
  const [source, target] = await Promise.all([factsOf(from), factsOf(to)]);
  if (source === undefined) throw fileFailed(`The copy of ${shown} is gone`);
  if (target === undefined || !overwrite) {
    await placeNew(from, to, source.isDirectory(), shown, target !== undefined);
  } else if (source.isDirectory() && target.isDirectory()) {
    await merge(from, to, shown, skipped);
  } else if (source.isFile() && target.isFile()) {
    await moved(rename(from, to), shown);
  } else {
    throw taken(
      shown,
      `is ${kindOf(target)}, and what is copied is a ${source.isDirectory() ? 'folder' : 'file'}`,
      'Choose another local_path.',
    );
  }
}

async function placeNew(from: string, to: string, isFolder: boolean, shown: string, isTaken: boolean): Promise<void> {
  if (isTaken) throw placeTaken(shown);
  try {
    // Both refuse a place that is taken: an empty folder, which a folder may replace, loses nothing.
    if (isFolder) await rename(from, to);
    else await link(from, to);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && ['EEXIST', 'ENOTEMPTY', 'ENOTDIR'].includes(String(cause.code)))
      throw placeTaken(shown);
    throw fileFailed(`${shown} could not be put to its place`, cause);
  }
  if (!isFolder) await unlink(from).catch(() => undefined);
}

/** File by file; what is no file where a file goes, or no folder where a folder goes, stays and is told. */
async function merge(from: string, to: string, shown: string, skipped: Skipped): Promise<void> {
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target, name] = [join(from, entry.name), join(to, entry.name), `${shown}/${entry.name}`];
    const there = await factsOf(target);
    if (there !== undefined && there.isDirectory() !== entry.isDirectory()) skipped.add(name, `here, this is ${kindOf(there)}`);
    else if (there !== undefined && !there.isDirectory() && !there.isFile()) skipped.add(name, `here, this is ${kindOf(there)}`);
    else if (entry.isDirectory()) {
      if (there === undefined) await moved(mkdir(target, { mode: PRIVATE_FOLDER_MODE }), name);
      await merge(source, target, name, skipped);
    } else await moved(rename(source, target), name);
  }
}

async function moved(move: Promise<unknown>, shown: string): Promise<void> {
  await move.catch((cause: unknown) => {
    throw fileFailed(`${shown} could not be put to its place; what came before it was`, cause);
  });
}

function kindOf(facts: { isDirectory(): boolean; isSymbolicLink(): boolean; isFile(): boolean }): string {
  if (facts.isDirectory()) return 'a folder';
  if (facts.isSymbolicLink()) return 'a link';
  return facts.isFile() ? 'a file' : 'something else';
}

/** The place of a copy is taken, and nothing says that it may be replaced. */
export function placeTaken(shown: string): FleetError {
  return taken(shown, 'is there already', 'Choose another local_path, or pass overwrite=true.');
}

function taken(shown: string, why: string, hint: string): FleetError {
  return new FleetError('CONFLICT', `${JSON.stringify(shown)} ${why}. Nothing was copied.`, { hint });
}
