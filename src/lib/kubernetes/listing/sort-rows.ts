import type { Cell } from '../../context.js';
import { sortWithPauses } from '../../platform/sort-with-pauses.js';
import { parseQuantity } from '../quantity.js';

/** By which column, and in which direction. */
export interface Sorting {
  readonly column: string;
  readonly descending: boolean;
}

/** `restarts`, `-age` */
export function parseSorting(text: string): Sorting {
  const descending = text.startsWith('-');
  return { column: text.slice(descending ? 1 : 0).trim(), descending };
}

type Reading = (text: string) => number | undefined;

/** The rows in order of one column. Numbers, quantities, ages and `1/2` are compared as such where every cell is one; empty cells come last. */
export async function sortRows<Row extends readonly Cell[]>(rows: readonly Row[], index: number, descending: boolean): Promise<Row[]> {
  const texts = rows.map((row) => cellText(row[index]));
  const reading = READINGS.find((read) => texts.every((text) => text === undefined || read(text) !== undefined));
  const values = texts.map((text) => (text === undefined ? undefined : (reading?.(text) ?? text)));
  const direction = descending ? -1 : 1;
  const order = await sortWithPauses([...rows.keys()], (left, right) => {
    const [one, other] = [values[left], values[right]];
    if (one === undefined || other === undefined) return one === other ? left - right : one === undefined ? 1 : -1;
    return direction * compare(one, other) || left - right;
  });
  return order.map((position) => rows[position]).filter((row) => row !== undefined);
}

function cellText(cell: Cell | undefined): string | undefined {
  if (cell === null || cell === undefined || cell === '' || cell === '<none>' || cell === '<unknown>') return undefined;
  return String(cell);
}

function compare(one: string | number, other: string | number): number {
  if (one === other) return 0;
  if (typeof one === 'string' && typeof other === 'string') return NAMES.compare(one, other);
  return one < other ? -1 : 1;
}

const NAMES = new Intl.Collator('en', { numeric: true });

const READINGS: readonly Reading[] = [numberOf, ageOf, parseQuantity];

/** `12`, `3 (5m ago)`, `1/2`, `45%` */
function numberOf(text: string): number | undefined {
  const found = /^(-?\d+(?:\.\d+)?)(?:%|\/(\d+)| \(.*\))?$/.exec(text);
  if (found === null) return undefined;
  const [, first, of] = found;
  // How much of it is there: 1/2 before 2/2, and 0/1 like 0/3.
  return of === undefined || Number(of) === 0 ? Number(first) : Number(first) / Number(of);
}

const AGE_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, y: 31_536_000 };

/** Seconds of `5h10m`, `3d4h`; also `2d` and of `10m ago`. */
function ageOf(text: string): number | undefined {
  if (!/^(?:\d+[smhdy])+(?: ago)?$/.test(text)) return undefined;
  return [...text.matchAll(/(\d+)([smhdy])/g)].reduce((sum, [, amount, unit = '']) => sum + Number(amount) * (AGE_SECONDS[unit] ?? 0), 0);
}
