import { FleetError } from '../../lib/errors.js';
import { type ChildStart, logTail, startTrackedChild } from './tracked-child.js';

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

/**
 * Starts a program that is to run until it is stopped; nothing of it reaches the caller's home folder.
 * @throws FleetError PROGRAM_MISSING when it cannot be started.
 */
export async function startProgram(start: ChildStart): Promise<RunningProgram> {
  const child = await startTrackedChild({ ...start, environment: { HOME: start.directory } });
  let stopping = false;
  const failed = child.exited.then(async (ending): Promise<never> => {
    if (stopping) return new Promise<never>(() => undefined);
    throw new FleetError('PROGRAM_FAILED', `${start.name} ended with ${ending}. The end of its log:\n${await logTail(child.logFile)}`, {
      cluster: start.cluster,
    });
  });
  failed.catch(() => undefined);
  return {
    name: start.name,
    pid: child.pid,
    logFile: child.logFile,
    failed,
    async stop() {
      stopping = true;
      await child.kill();
    },
  };
}
