const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * A span of time in words: `8 s`, `3 min`, `2 h`, `4 d`.
 * @param {number} milliseconds
 */
export function span(milliseconds) {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 2 * MINUTE) return `${seconds} s`;
  if (seconds < 2 * HOUR) return `${Math.round(seconds / MINUTE)} min`;
  if (seconds < 2 * DAY) return `${Math.round(seconds / HOUR)} h`;
  return `${Math.round(seconds / DAY)} d`;
}

/**
 * How long a call took: `4 ms`, `1.2 s`.
 * @param {number} milliseconds
 */
export function took(milliseconds) {
  if (milliseconds < 1000) return `${Math.max(1, Math.round(milliseconds))} ms`;
  return milliseconds < 60_000 ? `${(milliseconds / 1000).toFixed(1)} s` : span(milliseconds);
}

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });
const DATE = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short', hour12: false });

/**
 * The time of this place, with the date when it is not today.
 * @param {string | undefined} iso
 */
export function clock(iso) {
  const time = new Date(iso ?? '');
  if (Number.isNaN(time.getTime())) return '';
  return time.toDateString() === new Date().toDateString() ? CLOCK.format(time) : DATE.format(time);
}
