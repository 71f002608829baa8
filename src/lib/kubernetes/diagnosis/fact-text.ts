import { formatAge } from '../../platform/duration.js';
import { redactText } from '../../platform/redact.js';

const LONGEST = 300;

/** A text of the cluster on one line, cut. Secrets go first: a cut one might not be recognised any more. */
export function plainText(text: string, longest = LONGEST): string {
  const line = redactText(text)
    .replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ')
    .trim();
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}

/** `2026-01-31T10:00:00Z (12m ago)`; `at an unknown time` where there is none. */
export function moment(time: string | undefined, now: number): string {
  const age = ageOf(time, now);
  if (time === undefined || age === undefined) return 'at an unknown time';
  return age < 0 ? `${time} (in ${formatAge(-age)})` : `${time} (${formatAge(age)} ago)`;
}

/** Milliseconds since a time; undefined when there is none. */
export function ageOf(time: string | undefined, now: number): number | undefined {
  const then = time === undefined ? Number.NaN : Date.parse(time);
  return Number.isNaN(then) ? undefined : now - then;
}

/** `3 pods`, `1 pod` */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `a, b, c and 4 more` */
export function some(items: readonly string[], most: number): string {
  const shown = items.slice(0, most).join(', ');
  return items.length > most ? `${shown} and ${items.length - most} more` : shown;
}
