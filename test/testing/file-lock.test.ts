import { utimesSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withFileLock } from '../../src/lib/platform/file-lock.js';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'fleetwright-lock-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true });
});

const silent = { waiting: () => undefined };
const MISSING_PROCESS = 2 ** 22 + 1;

test('tasks run one after the other, and the lock is gone at the end', async () => {
  const path = join(directory, 'lock');
  const order: string[] = [];
  const task = (name: string) => async () => {
    order.push(`${name} begins`);
    await readdir(directory);
    order.push(`${name} ends`);
  };
  await Promise.all([withFileLock(path, silent, task('a')), withFileLock(path, silent, task('b'))]);
  expect(order.map((line) => line.split(' ')[1])).toEqual(['begins', 'ends', 'begins', 'ends']);
  expect(await readdir(directory)).toEqual([]);
});

test('a failing task gives the lock back', async () => {
  const path = join(directory, 'lock');
  await expect(withFileLock(path, silent, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await readdir(directory)).toEqual([]);
});

test('the lock of a process that is gone is taken over', async () => {
  const path = join(directory, 'lock');
  await writeFile(path, `${MISSING_PROCESS} ${hostname()} x`);
  expect(await withFileLock(path, silent, () => Promise.resolve('done'))).toBe('done');
});

test('the lock of another machine counts until it has not been touched for 20 s, whatever its clock says', async () => {
  const path = join(directory, 'lock');
  await writeFile(path, `1 another-machine x`);
  const longAgo = new Date(Date.now() - 60_000);
  utimesSync(path, longAgo, longAgo);
  const holders: string[] = [];
  const began = performance.now();
  expect(await withFileLock(path, { waiting: (holder) => holders.push(holder) }, () => Promise.resolve('done'))).toBe('done');
  expect(performance.now() - began).toBeGreaterThan(19_000);
  expect(holders).toEqual(['process 1 of another-machine']);
}, 60_000);

test('a wait can be given up', async () => {
  const path = join(directory, 'lock');
  await writeFile(path, `1 another-machine x`);
  const controller = new AbortController();
  const wait = { waiting: () => controller.abort(new Error('enough')), signal: controller.signal };
  await expect(withFileLock(path, wait, () => Promise.resolve())).rejects.toThrow('enough');
});
