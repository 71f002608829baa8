import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { FleetError } from '../../lib/errors.js';
import { testingEnvironment } from '../environment.js';
import type { ProgramRelease } from './releases.js';

export interface ProgramSearch {
  readonly progress?: ((line: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export async function findProgram(release: ProgramRelease, _search: ProgramSearch): Promise<string> {
  const cached = join(testingEnvironment().cacheDirectory, 'control-planes', 'linux-amd64', release.module, release.program);
  try {
    await access(cached, constants.X_OK);
    return cached;
  } catch (cause) {
    throw new FleetError('PROGRAM_MISSING', `${release.program} missing`, { cause });
  }
}
