import { isRecord } from '../platform/plain-records.js';

/** Any Kubernetes object as JSON: nothing is known of it but that it has members. */
export type PlainObject = Readonly<Record<string, unknown>>;

/** The value at a path of keys; undefined where one is missing. */
export function valueAt(object: unknown, ...path: readonly string[]): unknown {
  let value = object;
  for (const key of path) {
    if (!isRecord(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return value;
}

/** The text at a path; undefined for anything else. */
export function textAt(object: unknown, ...path: readonly string[]): string | undefined {
  const value = valueAt(object, ...path);
  return typeof value === 'string' ? value : undefined;
}

/** The number at a path; undefined for anything else. */
export function numberAt(object: unknown, ...path: readonly string[]): number | undefined {
  const value = valueAt(object, ...path);
  return typeof value === 'number' ? value : undefined;
}

/** The members at a path; empty for anything else. */
export function recordAt(object: unknown, ...path: readonly string[]): Readonly<Record<string, unknown>> {
  const value = valueAt(object, ...path);
  return isRecord(value) ? value : {};
}

/** The items at a path; empty for anything else. */
export function listAt(object: unknown, ...path: readonly string[]): readonly unknown[] {
  const value = valueAt(object, ...path);
  return Array.isArray(value) ? value : [];
}

/** The items at a path that have members. */
export function recordsAt(object: unknown, ...path: readonly string[]): readonly PlainObject[] {
  return listAt(object, ...path).filter(isRecord);
}

/** The texts in the list at a path. */
export function textsAt(object: unknown, ...path: readonly string[]): string[] {
  return listAt(object, ...path).filter((item) => typeof item === 'string');
}
