import { constants } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileFailed } from '../../platform/private-files.js';
import type { CopyCount } from './copy-limits.js';
import { factsOf } from './local-root.js';
import type { Skipped } from './skipped.js';

/** One file or folder of this machine that goes into an archive. */
interface PackedEntry {
  /** In the archive. */
  readonly path: string;
  readonly source: string;
  readonly isFolder: boolean;
  readonly size: number;
  readonly mode: number;
}

/** What goes into an archive. */
export interface PackList {
  readonly entries: readonly PackedEntry[];
}

const BLOCK = 512;
/** Archives end with zeros up to a multiple of this, as every `tar` writes and reads them. */
const RECORD = 10_240;
const MOST_DEPTH = 100;

/**
 * Everything below a file or a folder. Links are not followed, and left out like all else that is no file.
 * @param name what it is called in the archive
 * @throws FleetError RESPONSE_TOO_LARGE before anything is read, FILE_FAILED
 */
export async function listTree(source: string, name: string, count: CopyCount, skipped: Skipped): Promise<PackList> {
  const entries: PackedEntry[] = [];
  const visit = async (place: string, path: string, depth: number): Promise<void> => {
    const facts = await factsOf(place);
    if (facts?.isDirectory() === true) {
      if (depth > MOST_DEPTH) {
        skipped.add(path, 'it is too deep');
        return;
      }
      count.addFolder();
      entries.push({ path: `${path}/`, source: place, isFolder: true, size: 0, mode: 0o755 });
      const names = await readdir(place).catch((cause: unknown) => {
        throw fileFailed(`The folder ${path} cannot be read`, cause);
      });
      for (const one of names.sort()) await visit(join(place, one), `${path}/${one}`, depth + 1);
    } else if (facts?.isFile() === true) {
      const size = Number(facts.size);
      count.addFile(size);
      entries.push({ path, source: place, isFolder: false, size, mode: (Number(facts.mode) & 0o100) === 0 ? 0o644 : 0o755 });
    } else {
      skipped.add(path, facts?.isSymbolicLink() === true ? 'it is a link' : 'it is no file and no folder');
    }
  };
  await visit(source, name, 0);
  return { entries };
}

/** An archive, ready to be sent: its length is known before its first byte. */
export interface PackedTree {
  readonly length: number;
  pieces(): AsyncGenerator<Uint8Array>;
}

/** Makes the archive of a list. It names no owner of this machine. */
export async function packTree({ entries }: PackList): Promise<PackedTree> {
  const { Header, Pax } = await import('tar');
  const heads = entries.map(({ path, isFolder, size, mode }) => {
    const facts = {
      path,
      size,
      mode,
      type: isFolder ? 'Directory' : 'File',
      uid: 0,
      gid: 0,
      uname: '',
      gname: '',
      mtime: new Date(0),
    } as const;
    const header = new Header(facts);
    const block = Buffer.alloc(BLOCK);
    const needsMore = header.encode(block);
    return needsMore ? Buffer.concat([new Pax({ path, size }).encode(), block]) : block;
  });
  const content = entries.reduce((sum, { size }, index) => sum + (heads[index]?.length ?? 0) + size + paddingOf(size), 0);
  const length = Math.ceil((content + 2 * BLOCK) / RECORD) * RECORD;
  return {
    length,
    async *pieces() {
      for (const [index, entry] of entries.entries()) {
        const head = heads[index];
        if (head !== undefined) yield head;
        if (entry.isFolder) continue;
        yield* contentOf(entry);
        yield Buffer.alloc(paddingOf(entry.size));
      }
      yield Buffer.alloc(length - content);
    },
  };
}

function paddingOf(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK;
}

/** Exactly as many bytes as were announced, of the very file that was looked at: a link in its place is not followed. */
async function* contentOf({ source, path, size }: PackedEntry): AsyncGenerator<Uint8Array> {
  const file = await open(source, constants.O_RDONLY | constants.O_NOFOLLOW).catch((cause: unknown) => {
    throw fileFailed(`${path} cannot be read`, cause);
  });
  try {
    if (!(await file.stat()).isFile()) throw fileFailed(`${path} is no file any more`);
    let missing = size;
    while (missing > 0) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(Math.min(missing, 64 * 1024)));
      if (bytesRead === 0) throw fileFailed(`${path} became shorter while it was read`);
      missing -= bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
