import { chmod, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, parse, resolve } from 'node:path';
import { FleetError } from '../errors.js';
import { homeDirectory } from './environment.js';
import { nodeCrypto } from './node-modules.js';

/** Nobody but the owner: the mode of files with credentials, of folders that hold them. */
export const PRIVATE_FILE_MODE = 0o600;
export const PRIVATE_FOLDER_MODE = 0o700;

const HAS_MODES = process.platform !== 'win32';
const OTHERS = 0o077;
const STICKY = 0o1000;

/**
 * Writes a whole file so that a reader sees the old content or the new one, never a part: a temporary file beside it, synced,
 * then renamed. The file has mode 0600 and its folder 0700, both verified.
 * @throws FleetError FILE_FAILED
 */
export async function writePrivateFile(path: string, content: string | Uint8Array): Promise<void> {
  const target = resolve(path);
  const folder = dirname(target);
  await ensurePrivateFolder(folder);
  const temporary = join(folder, `.${basename(target)}.${process.pid}.${nodeCrypto().randomBytes(6).toString('hex')}.tmp`);
  try {
    await writeSynced(temporary, content);
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw fileFailed(`${target} could not be written`, error);
  }
  await syncFolder(folder);
}

async function writeSynced(path: string, content: string | Uint8Array): Promise<void> {
  const file = await open(path, 'wx', PRIVATE_FILE_MODE);
  try {
    await file.writeFile(content);
    await file.sync();
    const { mode } = await file.stat();
    if (HAS_MODES && (mode & OTHERS) !== 0) throw new Error(`its mode is ${(mode & 0o777).toString(8)} although 600 was asked for`);
  } finally {
    await file.close();
  }
}

/** The rename itself must survive a power cut; file systems that cannot sync a folder are left as they are. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  if (handle === undefined) return;
  await handle.sync().catch(() => undefined);
  await handle.close();
}

/**
 * Makes the folder where it is missing, and closes it to others where it is open to them.
 * A folder that is shared by nature (the home folder, /tmp, a root, another user's) is refused instead of changed.
 * @throws FleetError FILE_FAILED
 */
export async function ensurePrivateFolder(path: string): Promise<void> {
  const folder = resolve(path);
  try {
    await mkdir(folder, { recursive: true, mode: PRIVATE_FOLDER_MODE });
  } catch (error) {
    throw fileFailed(`The folder ${folder} could not be made`, error);
  }
  const { mode, uid } = await stat(folder);
  if (!HAS_MODES) return;
  if (uid !== process.getuid?.()) throw fileFailed(`The folder ${folder} belongs to another user (uid ${uid})`);
  if ((mode & OTHERS) === 0) return;
  if ((mode & STICKY) !== 0 || folder === homeDirectory() || folder === parse(folder).root) {
    throw fileFailed(
      `The folder ${folder} is shared with other users (mode ${(mode & 0o7777).toString(8)}); choose one of its own for credentials`,
    );
  }
  await chmod(folder, PRIVATE_FOLDER_MODE);
  if (((await stat(folder)).mode & OTHERS) !== 0)
    throw fileFailed(`The folder ${folder} stays open to other users; its file system ignores modes`);
}

/** A FILE_FAILED error that says why in the words of the system. */
export function fileFailed(what: string, cause?: unknown): FleetError {
  if (FleetError.isInstance(cause)) return cause;
  const why = cause instanceof Error ? `: ${cause.message}` : '';
  return new FleetError('FILE_FAILED', `${what}${why}.`, { cause });
}
