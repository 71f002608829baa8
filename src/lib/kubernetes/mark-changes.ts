import { isRecord } from '../platform/plain-records.js';
import { redact } from '../platform/redact.js';
import type { PlainObject } from './object-values.js';

/** Two states of an object that can be shown. */
export interface ShownStates {
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * Both states without secrets. Where a masked value is another one afterwards, the masks say so (`*** (before)`, `*** (after)`), so
 * that a changed secret shows as changed and shows nothing else.
 */
export function showStates(before: PlainObject, after: PlainObject): ShownStates {
  return mark({ before, after }, { before: redact(before), after: redact(after) });
}

function mark(raw: ShownStates, shown: ShownStates): ShownStates {
  if (Array.isArray(raw.before) && Array.isArray(raw.after)) return markItems(raw.before, raw.after, shown);
  if (isRecord(raw.before) && isRecord(raw.after)) return markMembers(raw.before, raw.after, shown);
  const masked = raw.before !== shown.before || raw.after !== shown.after;
  if (!masked || raw.before === raw.after) return shown;
  return { before: marked(shown.before, 'before'), after: marked(shown.after, 'after') };
}

function markItems(before: readonly unknown[], after: readonly unknown[], shown: ShownStates): ShownStates {
  const left = itemsOf(shown.before);
  const right = itemsOf(shown.after);
  for (let index = 0; index < Math.min(before.length, after.length); index += 1) {
    const pair = mark({ before: before[index], after: after[index] }, { before: left[index], after: right[index] });
    left[index] = pair.before;
    right[index] = pair.after;
  }
  return { before: left, after: right };
}

function itemsOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value.map((item: unknown) => item) : [];
}

function markMembers(before: PlainObject, after: PlainObject, shown: ShownStates): ShownStates {
  if (!isRecord(shown.before) || !isRecord(shown.after)) return shown;
  const left = { ...shown.before };
  const right = { ...shown.after };
  for (const key of Object.keys(before)) {
    if (!Object.hasOwn(after, key)) continue;
    const pair = mark({ before: before[key], after: after[key] }, { before: left[key], after: right[key] });
    left[key] = pair.before;
    right[key] = pair.after;
  }
  return { before: left, after: right };
}

function marked(value: unknown, when: string): unknown {
  return typeof value === 'string' ? `${value} (${when})` : value;
}
