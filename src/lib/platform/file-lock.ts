import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive } from './is-alive.js';

/** How the wait for a lock shows and ends. */
export interface LockWait {
  /** Called once, when somebody else holds the lock. */
  readonly waiting: (holder: string) => void;
  readonly signal?: AbortSignal | undefined;
}

const POLL_MS = 200;
const HEARTBEAT_MS = 2_000;
const STALE_MS = 20_000;

/**
 * Runs `task` while this process alone holds `path`. A holder that died is noticed: its process is gone, or (another machine, another
 * container) its lock has not been touched for 20 s. Two waiters that notice at the same instant may both run; tasks must bear that.
 */
export async function withFileLock<Result>(path: string, wait: LockWait, task: () => Promise<Result>): Promise<Result> {
  const content = `${process.pid} ${hostname()} ${randomUUID()}`;
  let told = false;
  while (!(await create(path, content))) {
    wait.signal?.throwIfAborted();
    const holder = await readFile(path, 'utf8').catch(() => undefined);
    if (holder === undefined) continue;
    if (await isStale(path, holder)) {
      await takeAway(path);
      continue;
    }
    if (!told) wait.waiting(`process ${holder.split(' ')[0] ?? 'unknown'}`);
    told = true;
    await delay(POLL_MS);
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, HEARTBEAT_MS);
  try {
    return await task();
  } finally {
    clearInterval(heartbeat);
    await rm(path, { force: true });
  }
}

async function create(path: string, content: string): Promise<boolean> {
  try {
    await writeFile(path, content, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function isStale(path: string, holder: string): Promise<boolean> {
  const [pid, host] = holder.split(' ');
  if (host === hostname() && pid !== undefined && !isAlive(Number(pid))) return true;
  const facts = await stat(path).catch(() => undefined);
  return facts !== undefined && Date.now() - facts.mtimeMs > STALE_MS;
}

/** By rename, so that of several waiters one succeeds. */
async function takeAway(path: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  await rename(path, aside).catch(() => undefined);
  await rm(aside, { force: true });
}
