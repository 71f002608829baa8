import type { CallResult, Cell } from '../../context.js';

interface Rows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** The rows of a result, when it is a table; a list that was asked for as objects or as a count has no columns. */
export function tableOf(result: CallResult): Rows | undefined {
  const { columns, rows } = result.output;
  // Both were checked by the output schema of the operation that made them.
  return Array.isArray(columns) && columns.length > 0 && Array.isArray(rows)
    ? { columns: columns as string[], rows: rows as Cell[][] }
    : undefined;
}

/**
 * One table out of many, with the cluster first. Clusters of different versions may print different columns: the union is
 * shown in the order first seen, and a column a cluster does not know is null there.
 */
export function mergeTables(tables: readonly { readonly cluster: string; readonly table: Rows }[]): { columns: string[]; rows: Cell[][] } {
  const columns = [...new Set(tables.flatMap(({ table }) => table.columns))];
  const rows = tables.flatMap(({ cluster, table }) => {
    const positions = columns.map((column) => table.columns.indexOf(column));
    return table.rows.map((row): Cell[] => [cluster, ...positions.map((position) => row[position] ?? null)]);
  });
  return { columns: ['cluster', ...columns], rows };
}
