import type { FSWatcher, Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { nodeFiles } from './node-modules.js';

/** What to watch, and whom to tell. */
export interface WatchFilesOptions {
  /** May be missing: the watch then waits for it. */
  readonly directory: string;
  /** Which entries of the directory matter. */
  readonly matches: (fileName: string) => boolean;
  /** Called after a change, once per burst. */
  readonly onChange: () => void;
  /** Quiet time that ends a burst. */
  readonly debounceMs?: number;
  /** How often the state on disk is compared, for what the operating system does not report. */
  readonly pollMs?: number;
}

/**
 * Watches the matching files of one directory, not its subdirectories. Events of the operating system make it quick; a poll
 * covers what they miss: a directory that is missing or replaced, network file systems, and links to files elsewhere
 * (a mounted Kubernetes secret swaps `..data`). Never keeps the process alive.
 */
export function watchFiles(options: WatchFilesOptions): { close(): void } {
  const { directory, matches, onChange, debounceMs = 100, pollMs = 500 } = options;
  let closed = false;
  let watcher: FSWatcher | undefined;
  let burst: NodeJS.Timeout | undefined;
  let burstBegan = 0;
  let seen: Snapshot | undefined;
  let polling = false;
  let watched = '';

  const changed = (): void => {
    if (closed) return;
    const now = Date.now();
    if (burst === undefined) burstBegan = now;
    // Changes without end must not put the call off for ever.
    else if (now - burstBegan > 4 * debounceMs) return;
    clearTimeout(burst);
    burst = setTimeout(() => {
      burst = undefined;
      onChange();
    }, debounceMs).unref();
  };
  const unwatch = (): void => {
    watcher?.close();
    watcher = undefined;
  };
  const rewatch = (): void => {
    unwatch();
    watched = '';
    try {
      watched = identityOf(nodeFiles().statSync(directory));
      watcher = nodeFiles().watch(directory, { persistent: false }, (_event, fileName) => {
        if (fileName === null || matches(fileName) || fileName.startsWith('..')) changed();
      });
      watcher.on('error', unwatch);
    } catch {
      unwatch();
    }
  };
  const poll = async (): Promise<void> => {
    const wasBlind = watcher === undefined;
    const full = wasBlind || seen?.hasLinks === true || seen === undefined;
    const now = await takeSnapshot(directory, matches, full);
    if (isClosed()) return;
    // A watcher of the right directory stays: closing it would lose what it is about to tell.
    const moved = now.directory !== watched;
    if (moved) rewatch();
    // What could not be watched when this began may have appeared before the first look.
    const differs =
      seen === undefined
        ? moved || (wasBlind && now.directory !== '')
        : now.directory !== seen.directory || (full && now.files !== seen.files);
    // A cheap poll does not look at the files: carry over what is known about them.
    seen = full || now.directory === '' ? now : { ...seen, ...now, files: seen?.files ?? '', hasLinks: seen?.hasLinks ?? false };
    if (differs) changed();
  };
  const isClosed = (): boolean => closed;
  const timer = setInterval(() => {
    if (polling) return;
    polling = true;
    void poll().finally(() => (polling = false));
  }, pollMs).unref();
  rewatch();
  polling = true;
  void poll().finally(() => (polling = false));

  return {
    close: () => {
      closed = true;
      clearInterval(timer);
      clearTimeout(burst);
      unwatch();
    },
  };
}

interface Snapshot {
  /** Identity of the directory; empty when there is none. */
  readonly directory: string;
  readonly files: string;
  readonly hasLinks: boolean;
}

async function takeSnapshot(directory: string, matches: (fileName: string) => boolean, full: boolean): Promise<Snapshot> {
  try {
    const identity = identityOf(await stat(directory));
    if (!full) return { directory: identity, files: '', hasLinks: false };
    const entries = (await readdir(directory, { withFileTypes: true })).filter((entry) => matches(entry.name));
    const lines = await Promise.all(
      entries.map(async (entry) => {
        const facts = await stat(join(directory, entry.name)).catch(() => undefined);
        return facts === undefined ? `${entry.name} missing` : `${entry.name} ${fileIdentity(facts)}`;
      }),
    );
    return { directory: identity, files: lines.sort().join('\n'), hasLinks: entries.some((entry) => entry.isSymbolicLink()) };
  } catch {
    return { directory: '', files: '', hasLinks: false };
  }
}

/** Inode numbers are used again at once on some file systems; the time of birth tells a new directory from an old one. */
function identityOf(directory: Stats | undefined): string {
  return directory === undefined ? '' : `${String(directory.dev)}:${String(directory.ino)}:${String(directory.birthtimeMs)}`;
}

/** Changes whenever a file was written or replaced. */
export function fileIdentity(facts: {
  readonly ino: number;
  readonly size: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
}): string {
  return `${String(facts.ino)}:${String(facts.size)}:${String(facts.mtimeMs)}:${String(facts.ctimeMs)}`;
}
