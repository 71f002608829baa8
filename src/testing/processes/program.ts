import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FleetError } from '../../lib/errors.js';
import { childEnvironment } from '../environment.js';
import type { Watchdog } from './watchdog.js';

/** How to start one long-running program. */
export interface ProgramStart {
  /** Unique within the fleet; names its log file. */
  readonly name: string;
  readonly path: string;
  readonly arguments: readonly string[];
  readonly directory: string;
  readonly watchdog: Watchdog;
  readonly cluster?: string;
}

/** A program that runs until `stop`. */
export interface RunningProgram {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  /** Rejects with PROGRAM_FAILED, the end of the log included, as soon as the program ends by itself. Never resolves. */
  readonly failed: Promise<never>;
  /** Ends it at once: everything it keeps is disposable. */
  stop(): Promise<void>;
}

const LOG_TAIL_CHARACTERS = 2_000;

/**
 * Starts a program in a process group of its own, its output going to a file in `directory`.
 * @throws FleetError PROGRAM_MISSING when it cannot be started.
 */
export async function startProgram(start: ProgramStart): Promise<RunningProgram> {
  const logFile = join(start.directory, `${start.name}.log`);
  const log = openSync(logFile, 'a', 0o600);
  const child = spawn(start.path, start.arguments, {
    detached: true,
    stdio: ['ignore', log, log],
    cwd: start.directory,
    env: childEnvironment({ HOME: start.directory }),
  });
  closeSync(log);
  const { pid } = child;
  if (pid === undefined) {
    const [cause]: unknown[] = await once(child, 'error');
    throw new FleetError('PROGRAM_MISSING', `${start.path} cannot be started.`, { cluster: start.cluster, cause });
  }
  start.watchdog.track(pid);
  child.unref();

  let stopping = false;
  const exited = once(child, 'exit').then(([code, signal]: unknown[]) => {
    start.watchdog.forget(pid);
    return `${start.name} ended with ${signal === null ? `exit code ${String(code)}` : `signal ${String(signal)}`}`;
  });
  const failed = exited.then(async (ending): Promise<never> => {
    if (stopping) return new Promise<never>(() => undefined);
    throw new FleetError('PROGRAM_FAILED', `${ending}. The end of its log:\n${await logTail(logFile)}`, { cluster: start.cluster });
  });
  failed.catch(() => undefined);

  return {
    name: start.name,
    pid,
    logFile,
    failed,
    async stop() {
      stopping = true;
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
