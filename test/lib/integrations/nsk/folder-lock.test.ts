import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { withFileLock } from '../../../../src/lib/platform/file-lock.js';
import { failureOf } from '../../../support/failure.js';
import { temporaryDirectory } from '../../../support/kubeconfigs.js';
import { clusters, withStage } from './nsk-stage.js';

const HOLDER = fileURLToPath(new URL('fixtures/hold-lock.ts', import.meta.url));

async function withHolder(use: (lock: string, holder: ChildProcess, folder: string) => Promise<void>): Promise<void> {
  const folder = temporaryDirectory();
  const lock = join(folder.path, 'lock');
  const holder = spawn(process.execPath, ['--import', 'tsx', HOLDER, lock], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    await once(holder.stdout, 'data');
    await use(lock, holder, folder.path);
  } finally {
    holder.kill('SIGKILL');
    if (holder.exitCode === null && holder.signalCode === null) await once(holder, 'exit');
    folder.remove();
  }
}

const nothing = (): undefined => undefined;

test('a holder that lives and does not end is named, and waited for no longer than said', () =>
  withHolder(async (lock, holder) => {
    const told: string[] = [];
    const waiting = withFileLock(lock, { waiting: (who) => told.push(who), timeoutMs: 500 }, () => Promise.resolve());
    const failure = await failureOf(waiting);
    expect(failure).toMatchObject({ code: 'TIMEOUT', message: expect.stringContaining(`process ${String(holder.pid)}`) as string });
    expect(told).toEqual([`process ${String(holder.pid)}`]);
  }));

test('whoever waits can give up', () =>
  withHolder(async (lock) => {
    const controller = new AbortController();
    const waiting = withFileLock(lock, { waiting: () => controller.abort(new Error('enough')), signal: controller.signal }, () =>
      Promise.resolve(),
    );
    await expect(waiting).rejects.toThrow('enough');
  }));

test('the lock of a process that was killed is taken over at once', () =>
  withHolder(async (lock, holder) => {
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    await expect(withFileLock(lock, { waiting: nothing, timeoutMs: 5_000 }, () => Promise.resolve('done'))).resolves.toBe('done');
  }));

test('a clock that jumps by a day makes no living holder look dead', () =>
  withHolder(async (lock) => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 86_400_000 });
    try {
      expect(await failureOf(withFileLock(lock, { waiting: nothing, timeoutMs: 500 }, () => Promise.resolve()))).toMatchObject({
        code: 'TIMEOUT',
      });
    } finally {
      vi.useRealTimers();
    }
  }));

test('a process that stood still for long loses its lock, and finds out before its next step', { timeout: 60_000 }, () =>
  withHolder(async (lock, holder) => {
    holder.kill('SIGSTOP');
    // It lives, but its lock is not touched any more.
    await expect(withFileLock(lock, { waiting: nothing, timeoutMs: 40_000 }, () => Promise.resolve('done'))).resolves.toBe('done');
    await withFileLock(lock, { waiting: nothing }, async ({ assertHeld }) => {
      await assertHeld();
      await writeFile(lock, `4242 ${hostname()} another`);
      expect(await failureOf(assertHeld())).toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('process 4242') as string });
    });
    expect(await readFile(lock, 'utf8')).toContain('another');
  }),
);

test('stop ends a refresh that waits for another process', () =>
  withStage({ clusters: clusters('a') }, async ({ open, directory }) => {
    const first = open();
    await first.refresh();
    await writeFile(join(directory, '.fleetwright-nsk.lock'), `${String(process.ppid)} ${hostname()} alive`);
    const second = open();
    const started = new Promise<void>((resolve) => second.once('refresh-started', () => resolve()));
    const refresh = failureOf(second.refresh());
    await started;
    await second.stop();
    expect(await refresh).toMatchObject({ code: 'CLOSED' });
  }));
