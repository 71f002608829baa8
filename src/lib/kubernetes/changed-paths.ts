import { isRecord } from '../platform/plain-records.js';
import type { PlainObject } from './object-values.js';
import { settledObject } from './settled-object.js';
import type { DiffOptions } from './object-diff.js';

const MAX_PATHS = 20;

/**
 * Where two states of one object differ: `spec.replicas`, `spec.template.spec.containers[0].image`. No values, so no secrets.
 * @returns at most 20 paths and, last, how many more there are
 */
export function changedPaths(before: PlainObject, after: PlainObject, options: DiffOptions = {}): string[] {
  const paths = [...differences(settledObject(before, options), settledObject(after, options), '')];
  if (paths.length <= MAX_PATHS) return paths;
  return [...paths.slice(0, MAX_PATHS), `… ${String(paths.length - MAX_PATHS)} more`];
}

function* differences(before: unknown, after: unknown, path: string): Iterable<string> {
  if (isRecord(before) && isRecord(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      yield* differences(before[key], after[key], path === '' ? segment(key) : `${path}${segment(key).replace(/^(?!\[)/, '.')}`);
    }
  } else if (Array.isArray(before) && Array.isArray(after)) {
    for (let index = 0; index < Math.max(before.length, after.length); index += 1) {
      yield* differences(before[index], after[index], `${path}[${String(index)}]`);
    }
  } else if (before !== after) {
    yield path;
  }
}

/** Keys with dots or slashes would read as several. */
function segment(key: string): string {
  return /^[\w-]+$/.test(key) ? key : `["${key}"]`;
}
