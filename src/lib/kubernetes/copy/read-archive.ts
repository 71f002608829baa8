import type { Header, HeaderData, Pax } from 'tar';
import { FleetError } from '../../errors.js';
import { ByteReader } from './byte-reader.js';

/** One entry of an archive. Its body must be read, or dropped with `skip`, before the next one is asked for. */
export interface ArchiveEntry {
  readonly path: string;
  readonly type: 'file' | 'folder' | 'link' | 'other';
  /** Bytes of a file; 0 for all else. */
  readonly size: number;
  /** Bytes that follow it in the archive, whatever it is. */
  readonly bytes: number;
  /** Whether its owner may run it. */
  readonly isProgram: boolean;
  body(): AsyncIterable<Uint8Array>;
}

const BLOCK = 512;
/** Longest path, or other words about one entry. */
const MOST_ABOUT = 64 * 1024;
/** Words in a row about one entry: a long path, a long target, and the newer form of both. */
const MOST_WORDS = 8;
/** Zeros after the end. */
const MOST_AFTER = 1024 * 1024;

const TYPES: Readonly<Record<string, ArchiveEntry['type']>> = {
  File: 'file',
  OldFile: 'file',
  ContiguousFile: 'file',
  Directory: 'folder',
  Link: 'link',
  SymbolicLink: 'link',
};

/** What stands before an entry and tells of it. */
interface About {
  own?: HeaderData | undefined;
  global?: HeaderData | undefined;
}

/**
 * Reads a tar archive entry by entry, as it comes. Trusts nothing in it: paths are as they stand there.
 * @throws FleetError BAD_RESPONSE for what is no tar archive, or only a part of one
 */
export async function* readArchive(source: AsyncIterable<Uint8Array>): AsyncGenerator<ArchiveEntry> {
  const tar = await import('tar');
  const reader = new ByteReader(source);
  const about: About = {};
  let words = 0;
  for (;;) {
    const block = await reader.read(BLOCK);
    // A command that fails ends its archive early; its exit code says so.
    if (block === undefined) return;
    const header = new tar.Header(block, 0, about.own, about.global);
    if (header.nullBlock) {
      if (await reader.drain(MOST_AFTER)) return;
      throw malformed('it does not end');
    }
    if (!header.cksumValid) throw malformed('a checksum is wrong');
    const size = header.size ?? 0;
    const padding = (BLOCK - (size % BLOCK)) % BLOCK;
    if (ABOUT.has(header.type)) {
      words += 1;
      if (size > MOST_ABOUT || words > MOST_WORDS) throw malformed('a name in it is too long');
      const text = (await reader.read(size + padding))?.subarray(0, size).toString('utf8') ?? '';
      readAbout(header.type, text, about, tar.Pax);
      continue;
    }
    const state = { isRead: false };
    yield {
      ...entryOf(header),
      async *body() {
        state.isRead = true;
        yield* reader.take(size);
        await reader.skip(padding);
      },
    };
    if (!state.isRead) await reader.skip(size + padding);
    about.own = undefined;
    words = 0;
  }
}

const ABOUT: ReadonlySet<string> = new Set([
  'ExtendedHeader',
  'OldExtendedHeader',
  'GlobalExtendedHeader',
  'NextFileHasLongPath',
  'OldGnuLongPath',
  'NextFileHasLongLinkpath',
]);

function readAbout(type: string, text: string, about: About, { parse }: Pick<typeof Pax, 'parse'>): void {
  const name = text.replace(/\0.*$/s, '');
  if (type === 'GlobalExtendedHeader') about.global = parse(text, about.global, true);
  else if (type.endsWith('ExtendedHeader')) about.own = parse(text, about.own, false);
  else about.own = { ...about.own, ...(type === 'NextFileHasLongLinkpath' ? { linkpath: name } : { path: name }) };
}

function entryOf(header: Header): Omit<ArchiveEntry, 'body'> {
  const type = TYPES[header.type] ?? 'other';
  return {
    path: header.path ?? '',
    type,
    size: type === 'file' ? (header.size ?? 0) : 0,
    bytes: header.size ?? 0,
    isProgram: ((header.mode ?? 0) & 0o100) !== 0,
  };
}

function malformed(why: string): FleetError {
  return new FleetError('BAD_RESPONSE', `What the container sent is no tar archive that can be read: ${why}. Nothing was copied.`, {
    hint: 'Check that `tar` in the container is the usual program.',
  });
}
