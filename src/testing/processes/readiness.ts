import { setTimeout as delay } from 'node:timers/promises';
import { FleetError } from '../../lib/errors.js';
import type { RunningProgram } from './program.js';
import { logTail } from './tracked-child.js';

/** How a program shows that it is ready. */
export interface Readiness {
  readonly program: RunningProgram;
  readonly cluster?: string;
  /** True when ready; a throw counts as not yet. */
  readonly check: () => Promise<boolean>;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

const INTERVAL_MS = 50;

/**
 * Waits until `check` is true.
 * @throws FleetError PROGRAM_FAILED when the program ends meanwhile, TIMEOUT after `timeoutMs`; the abort reason of `signal`.
 */
export async function waitUntilReady(readiness: Readiness): Promise<void> {
  const { program, timeoutMs, signal } = readiness;
  const deadline = Date.now() + timeoutMs;
  let lastFailure: unknown;
  while (Date.now() < deadline) {
    signal?.throwIfAborted();
    const ready = readiness.check().catch((error: unknown) => {
      lastFailure = error;
      return false;
    });
    if (await Promise.race([ready, program.failed])) return;
    await Promise.race([delay(INTERVAL_MS), program.failed]);
  }
  const tail = await logTail(program.logFile);
  throw new FleetError('TIMEOUT', `${program.name} is not ready after ${timeoutMs / 1000} s. The end of its log:\n${tail}`, {
    cluster: readiness.cluster,
    cause: lastFailure,
  });
}
