import { mkdir, mkdtemp, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FleetError } from '../../lib/errors.js';
import { startWatchdog } from '../processes/watchdog.js';
import { fromAssets, type WayOutcome } from './assets.js';
import { cachedPath, isExecutable } from './cache.js';
import { fromDownload } from './download.js';
import { withFileLock } from '../../lib/platform/file-lock.js';
import { fromGoBuild } from './go-build.js';
import type { ProgramRelease } from './releases.js';
import type { ProgramSearch } from './search.js';

/**
 * The path of a program, by the first of four ways that leads to it: the folder KUBEBUILDER_ASSETS, the cache, the official download,
 * a build with Go. What is downloaded or built is cached; of several processes that want it at once, one makes it.
 * @throws FleetError PROGRAM_MISSING with what each way met; PROGRAM_FAILED when a download does not have its checksum.
 */
export async function findProgram(release: ProgramRelease, search: ProgramSearch): Promise<string> {
  const assets = await fromAssets(release);
  if ('path' in assets) return assets.path;
  const cached = cachedPath(release);
  if (await isExecutable(cached)) return cached;

  await makeCacheFolder(dirname(cached));
  const name = `${release.program} ${release.version}`;
  const wait = {
    signal: search.signal,
    waiting: (holder: string) => search.progress?.(`${name}: waiting for ${holder}, which is making it`),
  };
  return withFileLock(`${cached}.lock`, wait, async () => {
    if (await isExecutable(cached)) return cached;
    const made = await make(release, cached, search);
    if ('path' in made) return made.path;
    throw missing(release, [`KUBEBUILDER_ASSETS: ${assets.reason}.`, `Cache: ${cached} is not there.`, ...made.reasons]);
  });
}

/** Downloads or builds beside the cached path, then renames: a half-made program is never seen. */
async function make(
  release: ProgramRelease,
  cached: string,
  search: ProgramSearch,
): Promise<{ readonly path: string } | { readonly reasons: readonly string[] }> {
  const directory = await mkdtemp(join(dirname(cached), '.making-'));
  const watchdog = startWatchdog(directory);
  try {
    const downloaded = await fromDownload(release, directory, search);
    const outcome: WayOutcome = 'path' in downloaded ? downloaded : await fromGoBuild(release, directory, watchdog, search);
    if ('path' in outcome) {
      await rename(outcome.path, cached);
      return { path: cached };
    }
    const download = 'reason' in downloaded ? downloaded.reason : '';
    return { reasons: [`Download: ${download}.`, `Build: ${outcome.reason}.`] };
  } finally {
    await watchdog.close();
  }
}

async function makeCacheFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    throw new FleetError('PROGRAM_MISSING', `The cache folder ${folder} cannot be made.`, {
      cause,
      hint: 'Name a folder that can be written in FLEETWRIGHT_CACHE_DIR.',
    });
  }
}

function missing(release: ProgramRelease, reasons: readonly string[]): FleetError {
  const listed = reasons.map((reason, index) => `  ${index + 1}. ${reason}`).join('\n');
  return new FleetError('PROGRAM_MISSING', `${release.program} ${release.version} was found in none of the four ways:\n${listed}`, {
    hint:
      `Set KUBEBUILDER_ASSETS to a folder that holds ${release.program} ${release.version}, put it into the cache folder, ` +
      'allow downloads from dl.k8s.io and github.com (or name a mirror in FLEETWRIGHT_DOWNLOAD_BASE), or install Go.',
  });
}
