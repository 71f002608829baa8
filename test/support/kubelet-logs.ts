import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalFleet } from '../../src/testing/index.js';

/** One line of a container and its moment. */
export interface LoggedLine {
  /** Seconds since the beginning of {@link LOG_START}. */
  readonly second: number;
  readonly text: string;
}

/** The moment that {@link LoggedLine} counts from. */
export const LOG_START = Date.parse('2026-01-02T03:04:00Z');

/** What the containers of a cluster's simulated nodes have logged from now on (all of them the same), as their runtime writes it. */
export async function writeContainerLog(local: LocalFleet, cluster: string, lines: readonly LoggedLine[]): Promise<void> {
  await writeFile(logFile(local, cluster), written(lines));
}

/** One more line. */
export async function appendContainerLog(local: LocalFleet, cluster: string, line: LoggedLine): Promise<void> {
  await appendFile(logFile(local, cluster), written([line]));
}

function logFile(local: LocalFleet, cluster: string): string {
  return join(local.directory, cluster, 'simulator', 'pods.log');
}

function written(lines: readonly LoggedLine[]): string {
  return lines
    .map(({ second, text }) => `${new Date(LOG_START + second * 1000).toISOString().replace('Z', '000000Z')} stdout F ${text}\n`)
    .join('');
}
