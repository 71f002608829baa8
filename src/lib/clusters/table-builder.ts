import { isRecord } from '../platform/plain-records.js';
import { sortWithPauses } from '../platform/sort-with-pauses.js';
import { itemsOf, textOf } from './json-shape.js';
import type { Cell, MetadataColumn } from './resource-table.js';

/** Which columns a table gets. */
export interface ColumnChoice {
  /** Rows carry the namespace of their object; it becomes the first column. */
  readonly showNamespace: boolean;
  /** Rows are put in order. The watch cache of older releases has none; the storage always gives them by namespace and name. */
  readonly fromCache: boolean;
  /** Also the columns of wide output. */
  readonly wide?: boolean | undefined;
  readonly metadataColumns?: readonly MetadataColumn[] | undefined;
}

/** Columns and rows, and which columns are those of wide output. */
export interface TableContent {
  readonly columns: string[];
  readonly rows: Cell[][];
  readonly wideColumns?: string[];
}

/** Collects the rows of a server-side table as cells. */
export class TableBuilder {
  readonly columns: string[];
  /** Those of wide output. */
  readonly wideColumns: string[];
  readonly #choice: ColumnChoice;
  readonly #shown: readonly number[];
  readonly #name: number;
  readonly #rows: Cell[][] = [];
  /** What rows are ordered by; empty where they come in order. */
  readonly #keys: string[] = [];
  #ordered = true;

  /** @param definitions the `columnDefinitions` of the table */
  constructor(definitions: readonly unknown[], choice: ColumnChoice) {
    const known = definitions.map((column) => (isRecord(column) ? column : {}));
    this.#choice = choice;
    this.#shown = [...known.keys()].filter((index) => choice.wide === true || (known[index]?.['priority'] ?? 0) === 0);
    this.#name = known.findIndex((column) => column['format'] === 'name');
    const titleOf = (index: number): string => textOf(known[index]?.['name'])?.toLowerCase() ?? '';
    this.wideColumns = this.#shown.filter((index) => (known[index]?.['priority'] ?? 0) !== 0).map(titleOf);
    this.columns = [
      ...(choice.showNamespace ? ['namespace'] : []),
      ...this.#shown.map(titleOf),
      ...(choice.metadataColumns ?? []).map(({ title }) => title),
    ];
  }

  add(rows: readonly unknown[]): void {
    const { showNamespace, fromCache, metadataColumns = [] } = this.#choice;
    for (const row of rows) {
      if (!isRecord(row)) continue;
      const cells = itemsOf(row['cells']);
      const metadata = metadataOf(row);
      const namespace = textOf(metadata['namespace']) ?? '';
      const printed: Cell[] = showNamespace ? [namespace] : [];
      for (const index of this.#shown) printed.push(cellOf(cells[index]));
      for (const { valueOf } of metadataColumns) printed.push(valueOf(metadata));
      this.#rows.push(printed);
      if (fromCache) this.#addKey(namespace, textOf(cells[this.#name]) ?? '');
    }
  }

  /** The table without what is said of the list as a whole. */
  finish(): TableContent {
    return this.#content(this.#ordered ? undefined : [...this.#keys.keys()].sort(this.#compare));
  }

  /** The same, some rows at a time, so that others can work meanwhile. */
  async finishWithPauses(): Promise<TableContent> {
    return this.#content(this.#ordered ? undefined : await sortWithPauses([...this.#keys.keys()], this.#compare));
  }

  #addKey(namespace: string, name: string): void {
    const key = this.#choice.showNamespace ? `${namespace}\u0000${name}` : name;
    const last = this.#keys.at(-1);
    if (last !== undefined && last > key) this.#ordered = false;
    this.#keys.push(key);
  }

  readonly #compare = (left: number, right: number): number => {
    const [one = '', other = ''] = [this.#keys[left], this.#keys[right]];
    return one === other ? left - right : one < other ? -1 : 1;
  };

  #content(order: readonly number[] | undefined): TableContent {
    const rows = order === undefined ? this.#rows : order.map((index) => this.#rows[index] ?? []);
    return { columns: this.columns, rows, ...(this.#choice.wide === true ? { wideColumns: this.wideColumns } : {}) };
  }
}

function metadataOf(row: Record<string, unknown>): Readonly<Record<string, unknown>> {
  const metadata = isRecord(row['object']) ? row['object']['metadata'] : undefined;
  return isRecord(metadata) ? metadata : {};
}

function cellOf(value: unknown): Cell {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return value === undefined || value === null ? null : JSON.stringify(value);
}
