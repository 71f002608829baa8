import type { ClusterSession } from '../../context.js';
import { toFleetError, type FleetError } from '../../errors.js';
import { LineFilter, type LineChoice } from './filter-lines.js';
import { KeptLines } from './kept-lines.js';
import { readEntry, type LogEntry } from './log-entry.js';
import { logLines } from './log-lines.js';
import type { LogSource } from './log-sources.js';
import { LineMask } from './mask-lines.js';
import { sourceStream } from './source-stream.js';

/** What is wanted of each log. */
export interface LogRequest {
  readonly namespace: string;
  /** Lines from the end of each log, of those that match; undefined: all. */
  readonly tail: number | undefined;
  readonly previous: boolean | undefined;
  readonly sinceSeconds: number | undefined;
  readonly sinceTime: string | undefined;
  /** Ask for the moment of each line. */
  readonly timed: boolean;
  readonly choice: LineChoice | undefined;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

/** The end of one log, or why there is none. */
export interface SourceLog {
  readonly source: LogSource;
  readonly entries: readonly LogEntry[];
  /** Lines that had to go because of the bytes. */
  readonly dropped: number;
  /** The log is longer than what is read of one; what comes after it is not in it. */
  readonly unread: boolean;
  readonly error?: FleetError | undefined;
}

/** Bytes that are read of one log: several times what a node keeps of one. */
export const MOST_READ_BYTES = 64 * 1024 * 1024;

/** Reads one log to its end. A failure is an outcome: the other logs go on. @throws FleetError when the signal ends it */
export async function readSource(session: ClusterSession, source: LogSource, request: LogRequest): Promise<SourceLog> {
  const { choice, tail, timed, maxBytes, signal } = request;
  const kept = new KeptLines({ lines: tail ?? Number.POSITIVE_INFINITY, bytes: maxBytes });
  const stream = sourceStream(session, source, request);
  const limit = { bytes: 0 };
  try {
    for await (const entry of entriesOf(bounded(stream, limit), { timed, choice })) kept.add(entry);
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    const error = toFleetError(thrown, session.cluster.name);
    return { source, entries: kept.entries, dropped: kept.dropped, unread: false, error };
  }
  return { source, entries: kept.entries, dropped: kept.dropped, unread: limit.bytes > MOST_READ_BYTES };
}

/** The lines of a log that are wanted, their secrets masked before anything is looked for in them. */
export async function* entriesOf(
  stream: AsyncIterable<Uint8Array>,
  { timed, choice }: { readonly timed: boolean; readonly choice: LineChoice | undefined },
): AsyncIterable<LogEntry> {
  const mask = new LineMask();
  const filter = choice === undefined ? undefined : new LineFilter(choice);
  for await (const lines of logLines(stream)) {
    for (const line of lines) {
      const read = timed ? readEntry(line) : { text: line };
      const entry = { ...read, text: mask.mask(read.text) };
      if (filter === undefined) yield entry;
      else yield* filter.add(entry);
    }
  }
}

async function* bounded(stream: AsyncIterable<Uint8Array>, limit: { bytes: number }): AsyncIterable<Uint8Array> {
  for await (const chunk of stream) {
    limit.bytes += chunk.length;
    yield chunk;
    if (limit.bytes > MOST_READ_BYTES) return;
  }
}
