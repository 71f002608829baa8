import pLimit from 'p-limit';
import type { ClusterSession } from '../../context.js';
import { FleetError } from '../../errors.js';
import { sizeOf } from './kept-lines.js';
import type { LogSource } from './log-sources.js';
import { mergeLines, type MergedLine } from './merge-lines.js';
import { readSource, type LogRequest, type SourceLog } from './read-source.js';

/** The end of several logs, by time. */
export interface ReadLogs {
  readonly lines: readonly MergedLine[];
  readonly logs: readonly SourceLog[];
  /** Lines that had to go because of the bytes. */
  readonly dropped: number;
}

const AT_ONCE = 8;

/**
 * Reads logs side by side and keeps their newest lines.
 * @throws FleetError when none of them can be read: that of the first, with those of the others in `details`
 */
export async function readLogs(session: ClusterSession, sources: readonly LogSource[], request: LogRequest): Promise<ReadLogs> {
  const limit = pLimit(AT_ONCE);
  const logs = await Promise.all(sources.map((source) => limit(() => readSource(session, source, request))));
  throwWhenAllFailed(logs);
  const merged = mergeLines(logs.map(({ entries }) => entries));
  const lines = newest(merged, request.maxBytes);
  const dropped = logs.reduce((sum, log) => sum + log.dropped, merged.length - lines.length);
  return { lines, logs, dropped };
}

/** @throws FleetError the first failure where there are only failures */
export function throwWhenAllFailed(logs: readonly Pick<SourceLog, 'source' | 'error'>[]): void {
  const failures = logs.flatMap(({ error }) => (error === undefined ? [] : [error]));
  const [first] = failures;
  if (first === undefined || failures.length < logs.length) return;
  if (logs.length === 1) throw first;
  const { code, message, cluster, hint, details } = first;
  const others = logs
    .slice(1, 10)
    .map(({ source, error }) => ({ pod: source.pod, container: source.container, message: error?.message ?? '' }));
  throw new FleetError(code, `None of ${String(logs.length)} logs can be read. The first: ${message}`, {
    cluster,
    hint,
    cause: first,
    details: { ...details, others },
  });
}

/** The last lines that fit. */
function newest(lines: readonly MergedLine[], maxBytes: number): readonly MergedLine[] {
  let bytes = 0;
  let first = lines.length;
  while (first > 0) {
    const line = lines[first - 1];
    bytes += line === undefined ? 0 : sizeOf(line.entry);
    if (bytes > maxBytes && first < lines.length) break;
    first -= 1;
  }
  return lines.slice(first);
}
