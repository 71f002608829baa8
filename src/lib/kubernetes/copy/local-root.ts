import { lstat, mkdir, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { FleetError } from '../../errors.js';
import { fileFailed, PRIVATE_FOLDER_MODE } from '../../platform/private-files.js';
import { inputError } from '../input-error.js';
import { isMissingFile } from '../../platform/is-missing-file.js';

/** Folders for unfinished copies, in the root: what is in them is nobody's yet. */
export const UNFINISHED = '.fleetwright-';

const OTHERS_WRITE = 0o022;

/**
 * The folder that files are copied to and from.
 * @throws FleetError OPERATION_NOT_ALLOWED when none is configured, FILE_FAILED when it is not there or others may write to it
 */
export async function openRoot(root: string | undefined): Promise<string> {
  if (root === undefined) {
    throw new FleetError('OPERATION_NOT_ALLOWED', 'No folder of this machine is open for copies. Nothing was copied.', {
      hint: 'Set `root = "/a/folder"` below `[files]` in the configuration of fleetwright; only that folder is then read and written.',
      details: { rule: 'files.root is not set' },
    });
  }
  try {
    const path = await realpath(resolve(root));
    const { mode } = await stat(path).then((facts) => (facts.isDirectory() ? facts : Promise.reject(new Error('it is no folder'))));
    if (process.platform !== 'win32' && (mode & OTHERS_WRITE) !== 0)
      throw new Error('other users may write to it; take that away (chmod go-w)');
    return path;
  } catch (cause) {
    throw fileFailed(`The folder of \`files.root\` (${root}) cannot be used`, cause);
  }
}

/** The parts of a path below the root. @throws FleetError INPUT_INVALID for one that leads out of it */
export function readLocalPath(text: string): string[] {
  const shown = JSON.stringify(text.slice(0, 100));
  if (isAbsolute(text) || /^[A-Za-z]:/.test(text))
    throw inputError('local_path', `${shown} is absolute: name a path below the configured folder.`);
  if (/[\u0000-\u001f\u007f]/.test(text)) throw inputError('local_path', 'The path holds control characters.');
  const parts = text.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.length === 0) throw inputError('local_path', 'Name a file or a folder below the configured folder.');
  for (const part of parts) {
    const problem = nameProblem(part);
    if (problem !== undefined) throw inputError('local_path', `${shown}: ${JSON.stringify(part.slice(0, 100))} ${problem}.`);
  }
  if (parts[0]?.startsWith(UNFINISHED) === true) throw inputError('local_path', `${shown}: names that begin with ${UNFINISHED} are taken.`);
  return parts;
}

/** Why a name cannot be that of a file here; undefined when it can. */
export function nameProblem(name: string): string | undefined {
  if (name === '' || name === '.' || name === '..') return 'is not a name';
  if (/[/\u0000]/.test(name) || (process.platform === 'win32' && /[\\:<>"|?*\u0001-\u001f]/.test(name)))
    return 'holds characters that no file name has';
  return Buffer.byteLength(name) > 255 ? 'is longer than 255 bytes' : undefined;
}

/**
 * The path of a place below the root. Every folder on the way must be a real one: a link could lead out.
 * @param make whether folders that are missing are made (mode 0700)
 * @throws FleetError INPUT_INVALID, NOT_FOUND, FILE_FAILED
 */
export async function placeBelow(root: string, parts: readonly string[], make: boolean): Promise<string> {
  let folder = root;
  for (const part of parts.slice(0, -1)) {
    folder = join(folder, part);
    const facts = await factsOf(folder);
    if (facts === undefined && make) {
      await mkdir(folder, { mode: PRIVATE_FOLDER_MODE }).catch((cause: unknown) => {
        throw fileFailed(`The folder ${folder} could not be made`, cause);
      });
    } else if (facts === undefined) {
      throw new FleetError('NOT_FOUND', `There is no folder ${JSON.stringify(part)} on the way to ${parts.join('/')}. Nothing was copied.`);
    } else if (!facts.isDirectory()) {
      throw inputError(
        'local_path',
        `${JSON.stringify(part)} on the way to ${parts.join('/')} is ${facts.isSymbolicLink() ? 'a link' : 'no folder'}.`,
      );
    }
  }
  return join(folder, parts.at(-1) ?? '');
}

/** What stands at a path, links not followed; undefined when there is nothing. @throws FleetError FILE_FAILED */
export async function factsOf(path: string): Promise<Awaited<ReturnType<typeof lstat>> | undefined> {
  try {
    return await lstat(path);
  } catch (cause) {
    if (isMissingFile(cause)) return undefined;
    throw fileFailed(`${path} cannot be looked at`, cause);
  }
}
