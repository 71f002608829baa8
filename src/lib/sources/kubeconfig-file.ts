import type { Stats } from 'node:fs';
import { FleetError, toFleetError } from '../errors.js';
import { nodeFiles } from '../platform/node-modules.js';
import { kubeconfigProblem } from './kubeconfig-problem.js';

/** The text of a kubeconfig file and what the file system says of it. */
export interface KubeconfigFile {
  readonly path: string;
  readonly text: string;
  readonly facts: Stats;
}

const MAX_BYTES = 16 * 1024 * 1024;

/**
 * Reads one file. Not asynchronously: for small local files that is several times quicker, which counts with hundreds of them.
 * @throws FleetError KUBECONFIG_INVALID when it is missing, a directory, not a regular file, unreadable, empty or larger than 16 MiB.
 */
export function readKubeconfigFile(path: string, facts: Stats = statKubeconfigFile(path)): KubeconfigFile {
  try {
    const text = nodeFiles().readFileSync(path, 'utf8');
    if (text.trim() === '') throw kubeconfigProblem(path, 'the file is empty');
    return { path, text, facts };
  } catch (error) {
    throw fileError(path, error);
  }
}

/**
 * What the file system says of the file behind `path`, links followed.
 * @throws FleetError KUBECONFIG_INVALID
 */
export function statKubeconfigFile(path: string): Stats {
  let facts: Stats;
  try {
    facts = nodeFiles().statSync(path);
  } catch (error) {
    throw fileError(path, error);
  }
  if (facts.isDirectory()) throw kubeconfigProblem(path, 'this is a directory, not a kubeconfig file');
  // A pipe or a device would block or never end.
  if (!facts.isFile()) throw kubeconfigProblem(path, 'this is not a regular file');
  if (facts.size > MAX_BYTES) throw kubeconfigProblem(path, `the file is larger than ${String(MAX_BYTES / 1024 / 1024)} MiB`);
  return facts;
}

const PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'the file does not exist',
  EACCES: 'this user may not read the file',
  EPERM: 'this user may not read the file',
  ELOOP: 'the link leads back to itself',
  ENOTDIR: 'a part of the path is not a directory',
};

function fileError(path: string, error: unknown): FleetError {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string' && !FleetError.isInstance(error)) {
    return kubeconfigProblem(path, PROBLEMS[error.code] ?? `the file cannot be read (${error.code})`, { cause: error });
  }
  return toFleetError(error);
}
