import { isRecord } from '../platform/plain-records.js';

const MAX_ITEMS = 500;

/**
 * Fields of a patch that are not in the result: an older server dropped them because its schema does not know them. Values are not
 * compared, servers may write them in another way; empty ones are left out, servers need not keep them.
 */
export function ignoredFields(wanted: unknown, result: unknown, path = ''): string[] {
  if (isEmpty(wanted)) return [];
  if (result === undefined) return [path];
  if (isRecord(wanted)) {
    if (!isRecord(result)) return [path];
    return Object.entries(wanted)
      .filter(([key]) => !key.startsWith('$') && !WRITE_ONLY.has(key))
      .flatMap(([key, value]) => {
        const below = path === '' ? key : `${path}.${key}`;
        return isEmpty(value) || Object.hasOwn(result, key) ? ignoredFields(value, result[key], below) : [below];
      });
  }
  if (Array.isArray(wanted)) {
    if (!Array.isArray(result)) return [path];
    return wanted.slice(0, MAX_ITEMS).flatMap((item: unknown, index) => leastIgnored(item, result, `${path}[${String(index)}]`));
  }
  return [];
}

/** Servers turn it into `data`. */
const WRITE_ONLY = new Set(['stringData']);

/** Items of merged lists may stand anywhere: the one that fits best is the one that was meant. */
function leastIgnored(item: unknown, result: readonly unknown[], path: string): string[] {
  if (!isRecord(item) || '$patch' in item) return [];
  let least: string[] | undefined;
  for (const candidate of result.slice(0, MAX_ITEMS)) {
    const ignored = ignoredFields(item, candidate, path);
    if (least === undefined || ignored.length < least.length) least = ignored;
    if (least.length === 0) break;
  }
  return least ?? [path];
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === false || value === 0 || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return isRecord(value) && Object.keys(value).length === 0;
}
