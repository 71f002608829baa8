import { createBreather } from './breather.js';
import { isRecord } from './plain-records.js';
import { redact, redactText } from './redact.js';

/** Lists of more items are masked some at a time. */
export const SLICE = 100;

/** The members of an answer that may be long lists of rows or objects. */
export const LONG_LISTS = ['rows', 'items'] as const;

/**
 * {@link redact}, with pauses in which others work: masking ten thousand rows at once would stop everything else in this process.
 * What is masked is the same.
 */
export async function redactWithPauses<Value extends Readonly<Record<string, unknown>>>(value: Value): Promise<Value> {
  const long = LONG_LISTS.filter((key) => isSliceable(value, key));
  if (long.length === 0) return redact(value);
  const rest = redact({ ...value, ...Object.fromEntries(long.map((key) => [key, []])) });
  const masked: Record<string, unknown> = {};
  for (const key of long) masked[key] = await redactItems(value[key]);
  return { ...rest, ...masked };
}

/** Items that stand for themselves: neither texts, which may belong to the one before, nor those of a list that is masked by its kind. */
function isSliceable(value: Readonly<Record<string, unknown>>, key: string): boolean {
  const items = value[key];
  if (!Array.isArray(items) || items.length <= SLICE || value['kind'] === 'SecretList') return false;
  return items.every((item) => Array.isArray(item) || isRecord(item));
}

async function redactItems(value: unknown): Promise<readonly unknown[]> {
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  const masked: unknown[] = [];
  const breathe = createBreather();
  for (let start = 0; start < items.length; start += SLICE) {
    for (const item of items.slice(start, start + SLICE)) masked.push(isPlainRow(item) ? redactRow(item) : redact(item));
    await breathe();
  }
  return masked;
}

type Row = readonly (string | number | boolean | null)[];

/** A row of a table, without anything that makes its next cell secret. */
function isPlainRow(item: unknown): item is Row {
  return (
    Array.isArray(item) &&
    item.every((cell) => (typeof cell === 'string' ? !cell.startsWith('-') : typeof cell !== 'object' || cell === null))
  );
}

function redactRow(row: Row): Row {
  const masked = row.map((cell) => (typeof cell === 'string' ? redactText(cell) : cell));
  return masked.every((cell, index) => cell === row[index]) ? row : masked;
}
