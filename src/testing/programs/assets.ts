import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { childEnvironment, testingEnvironment } from '../environment.js';
import { isExecutable } from './cache.js';
import type { ProgramRelease } from './releases.js';

/** The outcome of one way to a program: the path, or why it did not lead there. */
export type WayOutcome = { readonly path: string } | { readonly reason: string };

const VERSION_TIMEOUT_MS = 30_000;

/** Looks into the folder that KUBEBUILDER_ASSETS names. A program of another version is left alone: tests must know what they talk to. */
export async function fromAssets(release: ProgramRelease): Promise<WayOutcome> {
  const { assetsDirectory } = testingEnvironment();
  if (assetsDirectory === undefined) return { reason: 'it is not set' };
  const path = join(assetsDirectory, release.program);
  if (!(await isExecutable(path))) return { reason: `${path} is not there` };
  const version = await versionOf(path);
  return version === release.version ? { path } : { reason: `${path} is version ${version ?? 'unknown'}` };
}

async function versionOf(path: string): Promise<string | undefined> {
  const run = promisify(execFile);
  const output = await run(path, ['--version'], { timeout: VERSION_TIMEOUT_MS, env: childEnvironment() }).catch(() => undefined);
  return output?.stdout.match(/\d+\.\d+\.\d+/)?.[0];
}
