import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { FleetError } from '../../lib/errors.js';
import { testingEnvironment } from '../environment.js';
import type { ProgramRelease } from './releases.js';

/** The system that programs are made for, in the words of Go: `linux` or `darwin`, `amd64` or `arm64`. */
export interface GoPlatform {
  readonly system: 'linux' | 'darwin';
  readonly architecture: 'amd64' | 'arm64';
}

/** @throws FleetError PROGRAM_MISSING on a system that no control plane runs on. */
export function goPlatform(): GoPlatform {
  const system = process.platform;
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
  if ((system === 'linux' || system === 'darwin') && (architecture === 'amd64' || architecture === 'arm64'))
    return { system, architecture };
  throw new FleetError('PROGRAM_MISSING', `Control planes run on Linux and macOS, x64 and arm64; this is ${system} ${process.arch}.`);
}

/** Where a found or built program is kept. */
export function cachedPath(release: ProgramRelease): string {
  const { system, architecture } = goPlatform();
  return join(testingEnvironment().cacheDirectory, 'control-planes', `${system}-${architecture}`, release.module, release.program);
}

export async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
