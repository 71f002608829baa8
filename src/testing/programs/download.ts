import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FleetError } from '../../lib/errors.js';
import type { WayOutcome } from './assets.js';
import { goPlatform } from './cache.js';
import { fetchFile, FetchProblem } from './fetch-file.js';
import { officialDownload } from './official-download.js';
import type { ProgramRelease } from './releases.js';
import type { ProgramSearch } from './search.js';
import { extractTarMember } from './tar-member.js';

/**
 * Downloads a program into `directory` and checks it against its publisher's checksum.
 * @throws FleetError PROGRAM_FAILED when the checksum is another one: the file is deleted, and nothing else is tried.
 */
export async function fromDownload(release: ProgramRelease, directory: string, search: ProgramSearch): Promise<WayOutcome> {
  const source = officialDownload(release, goPlatform());
  if (source === undefined) return { reason: 'no release is published for this system' };
  const { host } = new URL(source.url);
  if (search.unreachableHosts.has(host)) return { reason: `${host} could not be reached` };
  const file = join(directory, 'download');
  try {
    const expected = source.checksumIn(await readText(source.checksumUrl, search.signal));
    if (expected === undefined) return { reason: `${source.checksumUrl} holds no checksum of it` };
    search.progress?.(`downloading ${release.program} ${release.version} from ${host}`);
    const actual = await save(source.url, file, search.signal);
    if (actual !== expected) return await refuse(release, source.url, file, expected, actual);
  } catch (error) {
    if (!(error instanceof FetchProblem)) throw error;
    if (!error.message.includes('HTTP ')) search.unreachableHosts.add(host);
    return { reason: error.message };
  }
  const path = join(directory, release.program);
  if (source.archiveMember === undefined) await rename(file, path);
  else if (!(await extractTarMember(file, source.archiveMember, path)))
    return { reason: `${source.url} does not hold ${source.archiveMember}` };
  return { path };
}

async function refuse(release: ProgramRelease, url: string, file: string, expected: string, actual: string): Promise<never> {
  await rm(file, { force: true });
  throw new FleetError(
    'PROGRAM_FAILED',
    `${url} is not what its publisher says: SHA-256 ${actual} instead of ${expected}. It was deleted.`,
    {
      hint: `Find out who changes downloads on the way (a proxy, a mirror), or put a trusted ${release.program} into the cache folder by hand.`,
    },
  );
}

async function readText(url: string, signal: AbortSignal | undefined): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of await fetchFile(url, signal)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** Saves to a file; resolves to the SHA-256 of what was saved. */
async function save(url: string, path: string, signal: AbortSignal | undefined): Promise<string> {
  const hash = createHash('sha256');
  const output = await open(path, 'w', 0o700);
  try {
    for await (const chunk of await fetchFile(url, signal)) {
      hash.update(chunk);
      await output.write(chunk);
    }
  } finally {
    await output.close();
  }
  return hash.digest('hex');
}
