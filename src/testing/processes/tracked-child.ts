import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FleetError } from '../../lib/errors.js';
import { childEnvironment } from '../environment.js';
import type { Watchdog } from './watchdog.js';

/** How to start one program. */
export interface ChildStart {
  /** Unique in `directory`; names its log file. */
  readonly name: string;
  readonly path: string;
  readonly arguments: readonly string[];
  /** Where its log goes; also its working directory unless another is named. */
  readonly directory: string;
  readonly workingDirectory?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly watchdog: Watchdog;
  readonly cluster?: string;
}

/** A child in a process group of its own, of which the watchdog knows. */
export interface TrackedChild {
  readonly pid: number;
  readonly logFile: string;
  /** Its exit code, or the signal that ended it. */
  readonly exited: Promise<number | string>;
  /** Ends the whole group at once. */
  kill(): Promise<void>;
}

const LOG_TAIL_CHARACTERS = 2_000;

/**
 * Starts a program with closed input, its output going to a file.
 * @throws FleetError PROGRAM_MISSING when it cannot be started.
 */
export async function startTrackedChild(start: ChildStart): Promise<TrackedChild> {
  const logFile = join(start.directory, `${start.name}.log`);
  const log = openSync(logFile, 'a', 0o600);
  const child = spawn(start.path, start.arguments, {
    detached: true,
    stdio: ['ignore', log, log],
    cwd: start.workingDirectory ?? start.directory,
    env: childEnvironment(start.environment),
  });
  closeSync(log);
  const { pid } = child;
  if (pid === undefined) {
    const cause = await new Promise<Error>((resolve) => child.on('error', resolve));
    throw new FleetError('PROGRAM_MISSING', `${start.path} cannot be started.`, { cluster: start.cluster, cause });
  }
  start.watchdog.track(pid);
  child.unref();
  const exited = new Promise<number | string>((resolve) => {
    child.on('exit', (code, signal) => {
      start.watchdog.forget(pid);
      resolve(code ?? signal ?? 'unknown');
    });
  });
  return {
    pid,
    logFile,
    exited,
    async kill() {
      child.ref();
      if (child.exitCode === null && child.signalCode === null) process.kill(-pid, 'SIGKILL');
      await exited;
    },
  };
}

/** The last lines a program wrote. */
export async function logTail(logFile: string): Promise<string> {
  const text = await readFile(logFile, 'utf8').catch(() => '');
  return text.slice(-LOG_TAIL_CHARACTERS).trim() || '(the log is empty)';
}
