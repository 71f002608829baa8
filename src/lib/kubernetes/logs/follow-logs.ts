import type { ClusterContext } from '../../context.js';
import { toFleetError, type FleetError } from '../../errors.js';
import { onAbort } from '../../platform/abort.js';
import { limitedSignal } from '../../platform/limited-signal.js';
import { sizeOf } from './kept-lines.js';
import { LineReporter } from './line-reporter.js';
import type { LogSource } from './log-sources.js';
import { printLines } from './log-text.js';
import type { MergedLine } from './merge-lines.js';
import { throwWhenAllFailed } from './read-logs.js';
import { entriesOf, type LogRequest, type SourceLog } from './read-source.js';
import { sourceStream } from './source-stream.js';

/** When to stop. */
export interface FollowLimits {
  readonly milliseconds: number;
  readonly lines: number;
}

/** Why it stopped: a limit, or because every container ended. */
export type FollowEnd = 'time' | 'lines' | 'bytes' | 'containers ended';

/** What came while logs were followed, in the order in which it came. */
export interface FollowedLogs {
  readonly lines: readonly MergedLine[];
  readonly logs: readonly Pick<SourceLog, 'source' | 'error'>[];
  readonly ended: FollowEnd;
}

/**
 * Follows logs until a limit is reached or their containers end, and tells each line as progress.
 * @throws FleetError when none can be followed, and when the call is ended from outside
 */
export async function followLogs(
  { cluster: session, progress, signal }: Pick<ClusterContext, 'cluster' | 'progress' | 'signal'>,
  sources: readonly LogSource[],
  { request, limits, timestamps }: { readonly request: LogRequest; readonly limits: FollowLimits; readonly timestamps: boolean },
): Promise<FollowedLogs> {
  const reporter = new LineReporter(progress);
  const stop = new AbortController();
  const ignore = onAbort(signal, () => stop.abort(signal.reason));
  const limited = limitedSignal(stop.signal, limits.milliseconds);
  const lines: MergedLine[] = [];
  let bytes = 0;
  let full: FollowEnd | undefined;
  const add = (line: MergedLine): void => {
    if (full !== undefined) return;
    bytes += sizeOf(line.entry);
    lines.push(line);
    for (const text of printLines([line], { sources, timestamps })) reporter.add(text);
    if (lines.length >= limits.lines) full = 'lines';
    else if (bytes >= request.maxBytes) full = 'bytes';
    if (full !== undefined) stop.abort();
  };
  const follow = async (source: LogSource, log: number): Promise<FleetError | undefined> => {
    const stream = sourceStream(session, source, { ...request, follow: true, signal: limited.signal });
    try {
      for await (const entry of entriesOf(stream, request)) add({ log, entry });
      return undefined;
    } catch (thrown) {
      return limited.signal.aborted ? undefined : toFleetError(thrown, session.cluster.name);
    }
  };
  try {
    if (signal.aborted) stop.abort(signal.reason);
    const errors = await Promise.all(sources.map(follow));
    signal.throwIfAborted();
    const logs = sources.map((source, index) => ({ source, error: errors[index] }));
    throwWhenAllFailed(logs);
    return { lines, logs, ended: full ?? (limited.timedOut ? 'time' : 'containers ended') };
  } finally {
    limited.release();
    ignore();
    reporter.flush();
  }
}
