import { posix } from 'node:path';
import { inputError } from '../input-error.js';

/** A place in a container. */
export interface PodPath {
  readonly path: string;
  readonly folder: string;
  readonly name: string;
}

/** @throws FleetError INPUT_INVALID for what is not an absolute path of a file or a folder */
export function readPodPath(text: string): PodPath {
  if (!text.startsWith('/')) throw inputError('pod_path', `${JSON.stringify(text.slice(0, 100))} is no absolute path: begin with "/".`);
  if (/[\u0000-\u001f\u007f]/.test(text)) throw inputError('pod_path', 'The path holds control characters.');
  if (text.split('/').includes('..')) throw inputError('pod_path', 'The path holds "..": name the place itself.');
  const path = posix.normalize(text).replace(/\/+$/, '');
  if (path === '') throw inputError('pod_path', 'The whole file system of a container cannot be copied: name a file or a folder.');
  return { path, folder: posix.dirname(path), name: posix.basename(path) };
}
