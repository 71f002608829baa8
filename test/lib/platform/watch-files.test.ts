import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { watchFiles } from '../../../src/lib/platform/watch-files.js';
import { temporaryDirectory } from '../../support/kubeconfigs.js';

let root: { path: string; remove: () => void };
let watch: { close(): void } | undefined;
beforeEach(() => {
  root = temporaryDirectory();
});
afterEach(() => {
  watch?.close();
  root.remove();
});

/** Starts a watch; each await of `next` is one call back. */
async function watching(directory: string): Promise<{ next: () => Promise<void>; calls: () => number }> {
  let calls = 0;
  let seen = 0;
  let wake: (() => void) | undefined;
  watch = watchFiles({
    directory,
    matches: (name) => name.endsWith('.yaml'),
    onChange: () => {
      calls += 1;
      wake?.();
    },
    pollMs: 100,
    debounceMs: 50,
  });
  // The first look must be over before a change can be told from it.
  await new Promise((resolve) => setTimeout(resolve, 150));
  return {
    calls: () => calls,
    next: async () => {
      while (calls <= seen) await new Promise<void>((resolve) => (wake = resolve));
      seen = calls;
    },
  };
}

describe('watchFiles', () => {
  it('tells of a file that comes while the watch begins', async () => {
    for (let round = 0; round < 60; round += 1) {
      const directory = join(root.path, String(round));
      mkdirSync(directory);
      let told = (): void => undefined;
      const changed = new Promise<void>((resolve) => (told = resolve));
      watch = watchFiles({ directory, matches: () => true, onChange: told, debounceMs: 1, pollMs: 60_000 });
      // Each round at another point of the first look at the directory.
      for (let turn = 0; turn < round % 6; turn += 1) await stat(directory);
      writeFileSync(join(directory, 'a.yaml'), '1');
      await changed;
      watch.close();
    }
  });

  it('tells of a file added, written, replaced by rename and removed', async () => {
    const file = join(root.path, 'a.yaml');
    const { next } = await watching(root.path);
    writeFileSync(file, '1');
    await next();
    writeFileSync(file, '22');
    await next();
    writeFileSync(join(root.path, 'temporary'), '333');
    renameSync(join(root.path, 'temporary'), file);
    await next();
    rmSync(file);
    await next();
  });

  it('tells once of a burst, and nothing of other files', async () => {
    const { next, calls } = await watching(root.path);
    writeFileSync(join(root.path, 'notes.txt'), 'x');
    for (let index = 0; index < 50; index += 1) writeFileSync(join(root.path, `${String(index)}.yaml`), 'x');
    await next();
    expect(calls()).toBe(1);
  });

  it('tells in the end of changes that never pause', async () => {
    const { next } = await watching(root.path);
    let count = 0;
    const timer = setInterval(() => writeFileSync(join(root.path, 'a.yaml'), String(count++)), 10);
    await next();
    await next();
    clearInterval(timer);
  });

  it('waits for a directory that is missing, and for one that is removed and made again', async () => {
    const directory = join(root.path, 'later');
    const { next } = await watching(directory);
    mkdirSync(directory);
    await next();
    writeFileSync(join(directory, 'a.yaml'), '1');
    await next();
    rmSync(directory, { recursive: true });
    await next();
    mkdirSync(directory);
    writeFileSync(join(directory, 'a.yaml'), '1');
    await next();
    writeFileSync(join(directory, 'a.yaml'), '22');
    await next();
  });

  it('follows a mounted secret whose ..data link is swapped', async () => {
    const directory = join(root.path, 'mount');
    for (const version of ['1', '2']) {
      mkdirSync(join(directory, `..${version}`), { recursive: true });
      writeFileSync(join(directory, `..${version}`, 'a.yaml'), version.repeat(Number(version)));
    }
    symlinkSync('..1', join(directory, '..data'));
    symlinkSync('..data/a.yaml', join(directory, 'a.yaml'));
    const { next } = await watching(directory);
    symlinkSync('..2', join(directory, '..data_new'));
    renameSync(join(directory, '..data_new'), join(directory, '..data'));
    await next();
  });

  it('follows links to files elsewhere, and a directory that is itself a link', async () => {
    for (const version of ['one', 'two']) {
      mkdirSync(join(root.path, version));
      writeFileSync(join(root.path, version, 'a.yaml'), version);
    }
    writeFileSync(join(root.path, 'elsewhere'), '1');
    symlinkSync(join(root.path, 'elsewhere'), join(root.path, 'one', 'b.yaml'));
    const link = join(root.path, 'current');
    symlinkSync('one', link);
    const { next } = await watching(link);
    writeFileSync(join(root.path, 'elsewhere'), '22');
    await next();
    symlinkSync('two', `${link}-new`);
    renameSync(`${link}-new`, join(dirname(link), 'current'));
    await next();
    writeFileSync(join(root.path, 'two', 'a.yaml'), 'changed');
    await next();
  });
});
