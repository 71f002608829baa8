import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'smol-toml';
import type { FleetConfigInput } from '../../../src/index.js';

/** A configuration file for a program. */
export interface ConfigFile extends AsyncDisposable {
  readonly path: string;
}

/** Writes settings of the library as the file that a program reads: the same keys in snake_case. */
export async function writeConfigFile(settings: FleetConfigInput): Promise<ConfigFile> {
  const folder = await mkdtemp(join(tmpdir(), 'fleetwright-contract-'));
  const path = join(folder, `${randomUUID()}.toml`);
  await writeFile(path, stringify(snakeKeys(settings)), { mode: 0o600 });
  return { path, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

/** Names of clusters are keys too; those of the tests have no capitals. */
function snakeKeys(table: object): Record<string, unknown> {
  const entries = Object.entries(table).map(([key, value]: [string, unknown]): [string, unknown] => [
    key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    typeof value === 'object' && value !== null && !Array.isArray(value) ? snakeKeys(value) : value,
  ]);
  return Object.fromEntries(entries);
}
