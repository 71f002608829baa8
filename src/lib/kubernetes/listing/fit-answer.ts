import { textTable } from '../../platform/text-table.js';
import type { TextCell } from '../../platform/text-table.js';

/** Characters of text that a list answers with at most when its caller names no limit, its first and last lines aside. */
export const TEXT_BUDGET = 23_000;

/** One cell of a text; the whole of it is in the data. */
const LONGEST_CELL = 100;

/** Rows as they are printed: long cells are cut. The last cell may be longer, since nothing stands after it. */
export function printedRows(rows: readonly (readonly TextCell[])[]): readonly (readonly TextCell[])[] {
  return rows.map((row) => (row.some(isLong) ? row.map((cell, index) => cutCell(cell, index === row.length - 1)) : row));
}

function isLong(cell: TextCell): boolean {
  return typeof cell === 'string' && cell.length > LONGEST_CELL;
}

function cutCell(cell: TextCell, last: boolean): TextCell {
  const longest = last ? LONGEST_CELL * 4 : LONGEST_CELL;
  return typeof cell === 'string' && cell.length > longest ? `${cell.slice(0, longest - 1)}…` : cell;
}

/** How many of the first rows make a text within the budget; at least one. */
export function rowsThatFit(columns: readonly string[], rows: readonly (readonly TextCell[])[]): number {
  const printed = printedRows(rows);
  const size = (count: number): number => textTable(columns, printed.slice(0, count)).length;
  if (size(printed.length) <= TEXT_BUDGET) return printed.length;
  let fits = 1;
  let tooMany = printed.length;
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2);
    if (size(middle) <= TEXT_BUDGET) fits = middle;
    else tooMany = middle;
  }
  return fits;
}

/** A part of a list, as it was read. */
interface Page {
  readonly continue?: string | undefined;
}

const MOST_TRIES = 5;

/**
 * Reads a page that fits. Where it is too long it is read again with a smaller limit: only then does the server's `continue` go on
 * right after the last row shown.
 */
export async function readFitting<Read extends Page>(
  limit: number,
  read: (limit: number) => Promise<Read>,
  lengthOf: (page: Read) => { readonly rows: number; readonly fit: number },
): Promise<Read> {
  let page = await read(limit);
  for (let tries = 1; tries < MOST_TRIES; tries += 1) {
    const { rows, fit } = lengthOf(page);
    if (fit >= rows || rows <= 1) break;
    page = await read(Math.max(1, tries === MOST_TRIES - 1 ? Math.floor(fit / 2) : fit));
  }
  return page;
}
