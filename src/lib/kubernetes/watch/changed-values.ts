import { isRecord } from '../../platform/plain-records.js';
import { showStates } from '../mark-changes.js';
import type { PlainObject } from '../object-values.js';
import { settledObject } from '../settled-object.js';

const MOST_VALUES = 8;
const LONGEST_VALUE = 60;
/** Stamps that change with everything else, and say nothing by themselves. */
const NOISE = /(?:lastTransitionTime|lastUpdateTime|lastHeartbeatTime|lastProbeTime|observedGeneration)$/;

/** What is different between two states, status included: `spec.replicas: 1 → 2`. Secrets are masked; at most 8 values. */
export function changedValues(before: PlainObject, after: PlainObject): string[] {
  const shown = showStates(settledObject(before, { status: true }), settledObject(after, { status: true }));
  const values = [...differences(shown.before, shown.after, '')];
  const telling = values.filter((value) => !NOISE.test(value.path));
  const lines = telling.slice(0, MOST_VALUES).map((value) => `${value.path}: ${text(value.before)} → ${text(value.after)}`);
  return telling.length > MOST_VALUES ? [...lines, `… ${String(telling.length - MOST_VALUES)} more`] : lines;
}

interface Difference {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

function* differences(before: unknown, after: unknown, path: string): Iterable<Difference> {
  if (isRecord(before) && isRecord(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      yield* differences(before[key], after[key], path === '' ? key : `${path}.${key}`);
    }
  } else if (Array.isArray(before) && Array.isArray(after)) {
    for (let index = 0; index < Math.max(before.length, after.length); index += 1) {
      yield* differences(before[index], after[index], `${path}[${String(index)}]`);
    }
  } else if (before !== after) {
    yield { path, before, after };
  }
}

function text(value: unknown): string {
  if (value === undefined) return '(none)';
  const written = typeof value === 'string' ? value : JSON.stringify(value);
  return written.length > LONGEST_VALUE ? `${written.slice(0, LONGEST_VALUE)}…` : written;
}
