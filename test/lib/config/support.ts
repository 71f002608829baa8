import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { ConfigProblem } from '../../../src/lib/config/problems.js';
import { FleetError } from '../../../src/lib/errors.js';

const directories: string[] = [];
afterAll(async () => {
  await Promise.all(directories.splice(0).map((directory) => rm(directory, { recursive: true, force: true })));
});

/** A configuration file with this content, removed after the test file. */
export async function configFile(content: string | Uint8Array): Promise<string> {
  const path = join(await configDirectory(), 'fleetwright.toml');
  await writeFile(path, content);
  return path;
}

/** A folder of its own, removed after the test file. */
export async function configDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'config-'));
  directories.push(directory);
  return directory;
}

/** The error of an attempt that must fail with CONFIG_INVALID. */
export async function failureOf(attempt: () => unknown): Promise<{ error: FleetError; problems: readonly ConfigProblem[] }> {
  try {
    await attempt();
  } catch (error) {
    if (FleetError.isInstance(error) && error.code === 'CONFIG_INVALID') {
      return { error, problems: error.details?.['problems'] as readonly ConfigProblem[] };
    }
    throw error;
  }
  throw new Error('the configuration was accepted');
}
