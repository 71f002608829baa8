import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const PROJECT_ROOT = resolve(import.meta.dirname, '../..');

/** The tarball that `scripts/pack.ts` makes. */
export const TARBALL = join(PROJECT_ROOT, 'temp/package.tgz');

/** The compiler of this project, for type checks in folders that have none. */
export const TYPESCRIPT = join(PROJECT_ROOT, 'node_modules/typescript/bin/tsc');

/** Runs a program in a folder. Rejects with its output when it exits with another code than 0. */
export async function runIn(folder: string, program: string, args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(program, [...args], { cwd: folder, maxBuffer: 20_000_000 });
  return stdout;
}

/** A new folder with the tarball installed as its only dependency. */
export async function installTarball(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'fleetwright-package-'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
  await runIn(folder, 'npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline', TARBALL]);
  return folder;
}
