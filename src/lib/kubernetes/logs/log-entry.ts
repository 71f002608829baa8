/** A moment as log lines carry it: finer than a Date. */
export interface LogTime {
  /** Milliseconds since 1970. */
  readonly milliseconds: number;
  /** Nanoseconds beyond them, 0 to 999,999. */
  readonly nanoseconds: number;
  /** As it was written. */
  readonly text: string;
}

/** One line of a log. */
export interface LogEntry {
  /** Without its moment and its line end. */
  readonly text: string;
  /** Where it was asked for. */
  readonly time?: LogTime | undefined;
  /** Lines were left out before this one. */
  readonly gap?: boolean | undefined;
}

const MOMENT = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)(?: |$)/;

/** A line that begins with its moment, taken apart. A line without one (the middle of a line that was cut) is given as it is. */
export function readEntry(line: string): LogEntry {
  const [whole, seconds, fraction = '', zone = ''] = MOMENT.exec(line) ?? [];
  if (whole === undefined || seconds === undefined) return { text: line };
  const digits = fraction.padEnd(9, '0');
  const milliseconds = Date.parse(`${seconds}.${digits.slice(0, 3)}${zone}`);
  if (Number.isNaN(milliseconds)) return { text: line };
  return { text: line.slice(whole.length), time: { milliseconds, nanoseconds: Number(digits.slice(3)), text: whole.trimEnd() } };
}

/** Negative when the first is earlier. */
export function compareTimes(left: LogTime, right: LogTime): number {
  return left.milliseconds - right.milliseconds || left.nanoseconds - right.nanoseconds;
}
