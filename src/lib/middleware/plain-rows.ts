import { z } from 'zod';

/** What a cell may be, as `typeof` says it; null is told as `null`. */
type CellKinds = ReadonlySet<string>;

/**
 * The kinds of cell of a schema that says nothing but `rows of cells`; undefined for every other schema. Tables have a hundred thousand
 * cells: looking at them here instead of copying them through the schema is a tenth of the work.
 */
export function cellKinds(rows: z.ZodArray): CellKinds | undefined {
  const cells = rows.element;
  if (!(cells instanceof z.ZodArray) || (cells.def.checks ?? []).length > 0 || !(cells.element instanceof z.ZodUnion)) return undefined;
  const kinds = cells.element.options.map(kindOf);
  return kinds.includes(undefined) ? undefined : new Set(kinds.filter((kind) => kind !== undefined));
}

function kindOf(option: unknown): string | undefined {
  if (option instanceof z.ZodNull) return 'null';
  if (option instanceof z.ZodBoolean) return 'boolean';
  const plain = option instanceof z.ZodString || option instanceof z.ZodNumber ? option : undefined;
  if (plain === undefined || (plain.def.checks ?? []).length > 0) return undefined;
  return plain instanceof z.ZodString ? 'string' : 'number';
}

/** True when these are rows of such cells. False says only that the schema has to say what is wrong. */
export function areRows(items: readonly unknown[], kinds: CellKinds): boolean {
  return items.every((row) => Array.isArray(row) && row.every((cell: unknown) => isCell(cell, kinds)));
}

function isCell(cell: unknown, kinds: CellKinds): boolean {
  if (typeof cell === 'number') return kinds.has('number') && Number.isFinite(cell);
  return kinds.has(cell === null ? 'null' : typeof cell);
}
