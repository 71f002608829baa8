import { compareTimes, type LogEntry } from './log-entry.js';

/** One line and the index of the log that it comes from. */
export interface MergedLine {
  readonly log: number;
  readonly entry: LogEntry;
}

/** Several logs as one, by time. Within one log the order stays; a line without a moment follows the one before it. */
export function mergeLines(logs: readonly (readonly LogEntry[])[]): readonly MergedLine[] {
  const [only] = logs;
  if (only !== undefined && logs.length === 1) return only.map((entry) => ({ log: 0, entry }));
  const lines = logs.flatMap((entries, log) => {
    let time = entries.find((entry) => entry.time !== undefined)?.time;
    return entries.map((entry, index) => {
      // Clocks that go back must not change the order within a log.
      if (entry.time !== undefined && (time === undefined || compareTimes(entry.time, time) > 0)) time = entry.time;
      return { log, entry, index, time };
    });
  });
  lines.sort((left, right) => {
    const byTime = left.time === undefined || right.time === undefined ? 0 : compareTimes(left.time, right.time);
    return byTime || left.log - right.log || left.index - right.index;
  });
  return lines;
}
