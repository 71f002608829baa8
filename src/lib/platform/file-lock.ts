import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { FleetError } from '../errors.js';
import { isAlive } from './is-alive.js';
import { fileFailed } from './private-files.js';

/** How the wait for a lock shows and ends. */
export interface LockWait {
  /** Called once, when somebody else holds the lock. */
  readonly waiting: (holder: string) => void;
  /** Milliseconds to wait for a holder that lives. @default for ever */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A lock that is held. */
export interface HeldLock {
  /**
   * To be asked before every step that two must not do at once: a process that was stopped for long finds its lock with another one.
   * @throws FleetError CONFLICT that names who has it now
   */
  readonly assertHeld: () => Promise<void>;
}

const POLL_MS = 200;
const HEARTBEAT_MS = 2_000;
const STALE_MS = 20_000;

/**
 * Runs `task` while this process alone holds `path`. A holder that died is noticed: its process is gone, or (another machine, another
 * container, a process that is stopped) its lock has not been touched for 20 s of the waiter's own time, whatever the clocks say.
 * @throws FleetError TIMEOUT that names the holder, FILE_FAILED when there can be no lock file
 */
export async function withFileLock<Result>(path: string, wait: LockWait, task: (lock: HeldLock) => Promise<Result>): Promise<Result> {
  const content = `${process.pid} ${hostname()} ${randomUUID()}`;
  await take(path, content, wait);
  const heartbeat = setInterval(() => void beat(path, content), HEARTBEAT_MS).unref();
  try {
    return await task({ assertHeld: () => assertHeld(path, content) });
  } finally {
    clearInterval(heartbeat);
    if ((await readHolder(path)) === content) await rm(path, { force: true });
  }
}

async function take(path: string, content: string, { waiting, timeoutMs = Infinity, signal }: LockWait): Promise<void> {
  const began = performance.now();
  let told = false;
  let seen: { readonly mark: string; readonly since: number } | undefined;
  while (!(await create(path, content))) {
    signal?.throwIfAborted();
    const touched = (await stat(path).catch(() => undefined))?.mtimeMs;
    if (touched === undefined) continue;
    const holder = (await readHolder(path)) ?? '';
    const mark = `${holder} ${String(touched)}`;
    if (seen?.mark !== mark) seen = { mark, since: performance.now() };
    if (isDead(holder) || performance.now() - seen.since > STALE_MS) {
      await takeAway(path, holder);
      continue;
    }
    if (performance.now() - began > timeoutMs) {
      throw new FleetError('TIMEOUT', `${path} has been held by ${named(holder)} for longer than ${String(timeoutMs / 1000)} s.`, {
        hint: 'Another process works on this folder and does not come to an end. Look at that process; the lock goes with it.',
        details: { path, holder: named(holder) },
      });
    }
    if (!told) waiting(named(holder));
    told = true;
    await delay(POLL_MS, undefined, signal === undefined ? {} : { signal }).catch(() => signal?.throwIfAborted());
  }
}

async function create(path: string, content: string): Promise<boolean> {
  try {
    await writeFile(path, content, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    // On a full disk the file comes about, but stays empty.
    if ((await readHolder(path)) === '') await rm(path, { force: true });
    throw fileFailed(`The lock ${path} could not be made`, error);
  }
}

async function readHolder(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}

async function beat(path: string, content: string): Promise<void> {
  const now = new Date();
  if ((await readHolder(path)) === content) await utimes(path, now, now).catch(() => undefined);
}

async function assertHeld(path: string, content: string): Promise<void> {
  const holder = await readHolder(path);
  if (holder === content) return;
  throw new FleetError(
    'CONFLICT',
    `The lock ${path} went to ${holder === undefined ? 'nobody' : named(holder)} while this process stood still.`,
    {
      hint: 'Nothing was written after that. The next refresh starts anew.',
      details: { path },
    },
  );
}

function isDead(holder: string): boolean {
  const [pid = '', host] = holder.split(' ');
  return host === hostname() && !isAlive(Number(pid));
}

function named(holder: string): string {
  const [pid = '', host = ''] = holder.split(' ');
  return pid === '' ? 'an unknown process' : `process ${pid}${host === hostname() ? '' : ` of ${host}`}`;
}

/** By rename, so that of several waiters one succeeds. One that came too late, and took the lock of a new holder, gives it back. */
async function takeAway(path: string, holder: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  await rename(path, aside).catch(() => undefined);
  const taken = await readHolder(aside);
  if (taken !== undefined && taken !== holder) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}
