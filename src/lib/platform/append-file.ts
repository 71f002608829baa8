import { constants, mkdir, open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileFailed, PRIVATE_FILE_MODE, PRIVATE_FOLDER_MODE } from './private-files.js';
import { isMissingFile } from './is-missing-file.js';

/** When a file is put aside, and how many such files stay. */
export interface RotationOptions {
  /** Size in bytes that a file does not pass. @default 50 MiB */
  readonly maxBytes?: number | undefined;
  /** Files kept beside the current one: `path.1` is the youngest. @default 5 */
  readonly keep?: number | undefined;
}

/** A private file (0600) that grows by whole lines. */
export interface AppendFile {
  /** Resolves when the line is written. @throws FleetError FILE_FAILED */
  append(line: string): Promise<void>;
  /** Writes what is queued and closes; calling twice is fine. */
  close(): Promise<void>;
}

interface Queued {
  readonly line: string;
  readonly written: () => void;
  readonly failed: (error: unknown) => void;
}

/** Nothing is opened before the first line. Lines that arrive while one is written go out together. */
export function openAppendFile(path: string, { maxBytes = 50 * 1024 * 1024, keep = 5 }: RotationOptions = {}): AppendFile {
  const target = resolve(path);
  let queue: Queued[] = [];
  let handle: FileHandle | undefined;
  let size = 0;
  let running: Promise<void> | undefined;

  const current = async (): Promise<FileHandle> => {
    // Somebody else may rotate the file: write where the name points to, not where it once did.
    if (handle !== undefined && !(await isSameFile(handle, target))) await release();
    if (handle === undefined) {
      handle = await openPrivate(target);
      ({ size } = await handle.stat());
    }
    return handle;
  };
  const release = async (): Promise<void> => {
    const open = handle;
    handle = undefined;
    await open?.close();
  };
  const writeBatch = async (batch: readonly Queued[]): Promise<void> => {
    const bytes = Buffer.from(batch.map(({ line }) => `${line}\n`).join(''));
    let file = await current();
    if (size > 0 && size + bytes.length > maxBytes) {
      await release();
      await rotate(target, keep);
      file = await current();
    }
    await file.appendFile(bytes);
    size += bytes.length;
  };
  const drain = async (): Promise<void> => {
    while (queue.length > 0) {
      const batch = queue;
      queue = [];
      try {
        await writeBatch(batch);
        for (const { written } of batch) written();
      } catch (error) {
        await release().catch(() => undefined);
        for (const { failed } of batch) failed(fileFailed(`${target} could not be written`, error));
      }
    }
    running = undefined;
  };
  return {
    append: (line) =>
      new Promise((written, failed) => {
        queue.push({ line, written, failed });
        running ??= drain();
      }),
    close: async () => {
      await running;
      await release();
    },
  };
}

async function openPrivate(path: string): Promise<FileHandle> {
  await mkdir(dirname(path), { recursive: true, mode: PRIVATE_FOLDER_MODE });
  // Windows lacks the last two; there they are undefined, which counts as 0.
  const { O_APPEND, O_CREAT, O_WRONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  const handle = await open(path, O_APPEND | O_CREAT | O_WRONLY | O_NOFOLLOW | O_NONBLOCK, PRIVATE_FILE_MODE);
  try {
    const facts = await handle.stat();
    if (!facts.isFile()) throw new Error('it is not a regular file');
    if (process.platform !== 'win32' && (facts.mode & 0o077) !== 0) await handle.chmod(PRIVATE_FILE_MODE);
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function isSameFile(handle: FileHandle, path: string): Promise<boolean> {
  const [open, named] = await Promise.all([handle.stat(), stat(path).catch(() => undefined)]);
  return named !== undefined && open.ino === named.ino && open.dev === named.dev;
}

async function rotate(path: string, keep: number): Promise<void> {
  if (keep < 1) return rm(path, { force: true });
  for (let number = keep - 1; number >= 1; number -= 1) {
    await rename(`${path}.${number}`, `${path}.${number + 1}`).catch(ignoreMissing);
  }
  await rename(path, `${path}.1`);
}

function ignoreMissing(error: unknown): void {
  if (!isMissingFile(error)) throw error;
}
