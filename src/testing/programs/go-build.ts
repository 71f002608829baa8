import { join } from 'node:path';
import { FleetError } from '../../lib/errors.js';
import { shippedPath } from '../package-root.js';
import { logTail, startTrackedChild } from '../processes/tracked-child.js';
import type { Watchdog } from '../processes/watchdog.js';
import type { WayOutcome } from './assets.js';
import type { ProgramRelease } from './releases.js';
import type { ProgramSearch } from './search.js';

const PROGRESS_MS = 30_000;

/** Builds a program in `directory` with the `go` on PATH, from the module that this package ships with its checksums (go.sum). */
export async function fromGoBuild(
  release: ProgramRelease,
  directory: string,
  watchdog: Watchdog,
  search: ProgramSearch,
): Promise<WayOutcome> {
  const path = join(directory, release.program);
  const started = Date.now();
  const name = `${release.program} ${release.version}`;
  const child = await startTrackedChild({
    name: 'go-build',
    path: 'go',
    directory,
    watchdog,
    workingDirectory: shippedPath('modules', release.module),
    environment: { CGO_ENABLED: '0', GOWORK: 'off' },
    arguments: [
      'build',
      '-mod=readonly',
      '-buildvcs=false',
      '-trimpath',
      '-ldflags',
      `-s -w ${release.linkerFlags}`,
      '-o',
      path,
      release.goPackage,
    ],
  }).catch((error: unknown) => {
    if (FleetError.isInstance(error) && error.code === 'PROGRAM_MISSING') return undefined;
    throw error;
  });
  if (child === undefined) return { reason: '`go` is not on PATH' };

  search.progress?.(`building ${name} with go (a first build takes minutes)`);
  const ticker = setInterval(
    () => search.progress?.(`building ${name}: ${Math.round((Date.now() - started) / 1000)} s so far`),
    PROGRESS_MS,
  );
  const abort = (): void => void child.kill();
  search.signal?.addEventListener('abort', abort, { once: true });
  try {
    const ending = await child.exited;
    search.signal?.throwIfAborted();
    if (ending !== 0) return { reason: `go build ended with ${ending}:\n${await logTail(child.logFile)}` };
    search.progress?.(`built ${name} in ${Math.round((Date.now() - started) / 1000)} s`);
    return { path };
  } finally {
    clearInterval(ticker);
    search.signal?.removeEventListener('abort', abort);
  }
}
