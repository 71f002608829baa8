import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { build } from 'tsup';
import { PROGRAM_BUILD } from '../../../tsup.config.js';

const CACHE = resolve('node_modules/.cache/fleetwright-program');
const DAY_MS = 86_400_000;

let built: Promise<string> | undefined;

/** The path of the program as it is published, built from the sources as they are. Test files that run at once share one build. */
export function builtProgram(): Promise<string> {
  return (built ??= findOrBuild());
}

async function findOrBuild(): Promise<string> {
  const directory = join(CACHE, `bin-${(await newestChange()).toString(36)}`);
  const program = join(directory, 'main.js');
  await mkdir(CACHE, { recursive: true });
  while (!(await exists(program))) {
    const lock = `${directory}.lock`;
    const isOurs = await mkdir(lock).then(
      () => true,
      () => false,
    );
    if (isOurs) {
      try {
        await buildInto(directory);
      } finally {
        await rm(lock, { recursive: true, force: true });
      }
    } else {
      await breakOldLock(lock);
      await wait(100);
    }
  }
  return program;
}

async function buildInto(directory: string): Promise<void> {
  const made = `${directory}.${process.pid}`;
  await build({ ...PROGRAM_BUILD, config: false, outDir: made, silent: true });
  await rename(made, directory);
  for (const entry of await readdir(CACHE)) {
    const path = join(CACHE, entry);
    if (Date.now() - (await changedAt(path)) > DAY_MS) await rm(path, { recursive: true, force: true });
  }
}

/** A lock of a test run that was killed. */
async function breakOldLock(lock: string): Promise<void> {
  const age = Date.now() - (await changedAt(lock));
  if (age > 120_000) await rm(lock, { recursive: true, force: true });
}

async function newestChange(): Promise<number> {
  const files = (await readdir('src', { recursive: true, withFileTypes: true })).filter(
    (entry) => entry.isFile() && entry.name.endsWith('.ts'),
  );
  const paths = [...files.map((entry) => join(entry.parentPath, entry.name)), 'tsup.config.ts', 'package-lock.json'];
  return Math.max(...(await Promise.all(paths.map(changedAt)))) + paths.length;
}

async function changedAt(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => Math.floor(mtimeMs),
    () => Date.now(),
  );
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
