import { constants } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { fileFailed } from '../../platform/private-files.js';
import type { CopyCount } from './copy-limits.js';
import { nameProblem } from './local-root.js';
import type { ArchiveEntry } from './read-archive.js';
import type { Skipped } from './skipped.js';

const FILE_MODE = 0o600;
const PROGRAM_MODE = 0o700;
const FOLDER_MODE = 0o700;
const MOST_PARTS = 100;

/** Never through a link, never over anything: the folder is new and nothing but this writes to it. */
const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/**
 * Writes the entries of an archive below a new folder. Only files and folders are made, with modes for their owner alone: links of any
 * kind, devices and pipes are left out, so nothing in the archive can lead anywhere else.
 * @param name what the archive is asked to hold; what is not it, or below it, is left out
 * @throws FleetError RESPONSE_TOO_LARGE, BAD_RESPONSE, FILE_FAILED; what was written is then the caller's to remove
 */
export async function receiveTree(
  entries: AsyncIterable<ArchiveEntry>,
  {
    folder,
    name,
    count,
    skipped,
  }: { readonly folder: string; readonly name: string; readonly count: CopyCount; readonly skipped: Skipped },
): Promise<void> {
  const made = new Set<string>();
  for await (const entry of entries) {
    const parts = entry.path.split('/').filter((part) => part !== '' && part !== '.');
    const problem = problemOf(entry, parts, name);
    if (problem !== undefined) {
      count.addLeftOut(entry.bytes);
      skipped.add(entry.path, problem);
      continue;
    }
    const path = join(folder, ...parts);
    if (entry.type === 'folder') {
      await makeFolders(folder, parts, made, count);
    } else {
      count.addFile(entry.size);
      await makeFolders(folder, parts.slice(0, -1), made, count);
      if (!(await writeFile(path, entry))) skipped.add(entry.path, 'its name stands for something else here already');
    }
  }
}

function problemOf({ type, path }: ArchiveEntry, parts: readonly string[], name: string): string | undefined {
  if (type === 'link') return 'it is a link';
  if (type === 'other') return 'it is no file and no folder';
  if (path.startsWith('/') || parts[0] !== name) return 'it is not below what was asked for';
  if (parts.length > MOST_PARTS) return 'it is too deep';
  const bad = parts.find((part) => nameProblem(part) !== undefined);
  return bad === undefined ? undefined : `a name in its path ${nameProblem(bad) ?? ''}`;
}

async function makeFolders(folder: string, parts: readonly string[], made: Set<string>, count: CopyCount): Promise<void> {
  let path = folder;
  for (const part of parts) {
    path = join(path, part);
    if (made.has(path)) continue;
    count.addFolder();
    await mkdir(path, { mode: FOLDER_MODE }).catch((cause: unknown) => {
      throw fileFailed('A folder could not be made', cause);
    });
    made.add(path);
  }
}

/** False when the name is taken: archives may hold it twice, and file systems may not tell case apart. */
async function writeFile(path: string, entry: ArchiveEntry): Promise<boolean> {
  const file = await open(path, NEW_FILE, entry.isProgram ? PROGRAM_MODE : FILE_MODE).catch((cause: unknown) => {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return undefined;
    throw fileFailed('A file could not be made', cause);
  });
  if (file === undefined) return false;
  try {
    for await (const piece of entry.body()) await writeAll(file, piece);
  } finally {
    await file.close();
  }
  return true;
}

async function writeAll(file: Awaited<ReturnType<typeof open>>, piece: Uint8Array): Promise<void> {
  let rest = piece;
  while (rest.length > 0) {
    const { bytesWritten } = await file.write(rest).catch((cause: unknown) => {
      throw fileFailed('A file could not be written', cause);
    });
    rest = rest.subarray(bytesWritten);
  }
}
