import type { ClusterContext, ResourceReference, ResourceTable } from '../../context.js';
import { columnIndex, labelColumns, parseColumns, withColumns } from './choose-columns.js';
import { readFitting, rowsThatFit } from './fit-answer.js';
import type { ListInput } from './list-fields.js';
import { listHead, type ListAnswer } from './list-output.js';
import { parseSorting, sortRows, type Sorting } from './sort-rows.js';

/** Rows of a list when the caller names no limit: about 15 KB of text for pods. */
const DEFAULT_LIMIT = 200;
const DEFAULT_NAMES = 500;

interface Wanted {
  readonly columns: readonly string[];
  readonly sorting: Sorting | undefined;
}

/** A list as the table that the server prints, with the columns and in the order that the caller wants. */
export async function readTable(context: ClusterContext, resource: ResourceReference, input: ListInput): Promise<ListAnswer> {
  const wanted: Wanted = {
    columns: input.output === 'names' ? ['name'] : parseColumns(input.columns),
    sorting: input.sort === undefined ? undefined : parseSorting(input.sort),
  };
  const sortsAll = wanted.sorting !== undefined && input.continue === undefined;
  const read = async (limit: number): Promise<ResourceTable> => arranged(await ask(context, resource, { ...input, limit }, wanted), wanted);
  const lengthOf = ({ columns, rows }: ResourceTable): { rows: number; fit: number } => ({
    rows: rows.length,
    fit: rowsThatFit(columns, rows),
  });
  const usual = input.output === 'names' ? DEFAULT_NAMES : DEFAULT_LIMIT;
  if (sortsAll) return firstRows(await read(0), input, usual, lengthOf);
  const table = input.limit === undefined ? await readFitting(usual, read, lengthOf) : await read(input.limit);
  const paged = table.continue !== undefined || input.continue !== undefined;
  return { ...toAnswer(table, input), ...(wanted.sorting !== undefined && paged ? { note: 'Sorted within this page only.' } : {}) };
}

async function ask(context: ClusterContext, resource: ResourceReference, input: ListInput, wanted: Wanted): Promise<ResourceTable> {
  const named = [...wanted.columns, ...(wanted.sorting === undefined ? [] : [wanted.sorting.column])];
  const { namespace, labelSelector, fieldSelector, limit, continue: token } = input;
  return context.cluster.list(resource, {
    namespace,
    labelSelector,
    fieldSelector,
    limit,
    continue: token,
    ...(named.length === 0 ? {} : { wide: true, metadataColumns: labelColumns(named) }),
    signal: context.signal,
  });
}

async function arranged(table: ResourceTable, { columns, sorting }: Wanted): Promise<ResourceTable> {
  if (columns.length === 0 && sorting === undefined) return table;
  const sorted =
    sorting === undefined
      ? table
      : { ...table, rows: await sortRows(table.rows, columnIndex(table, sorting.column, 'sort'), sorting.descending) };
  return withColumns(sorted, shownColumns(table, columns, sorting));
}

function shownColumns(table: ResourceTable, columns: readonly string[], sorting: Sorting | undefined): readonly number[] {
  if (columns.length > 0) {
    const named = columns.map((column) => columnIndex(table, column, 'columns'));
    // A name says nothing without its namespace.
    return table.columns[0] === 'namespace' && !named.includes(0) ? [0, ...named] : named;
  }
  const usual = [...table.columns.keys()].filter((index) => table.wideColumns?.includes(table.columns[index] ?? '') !== true);
  const by = sorting === undefined ? -1 : columnIndex(table, sorting.column, 'sort');
  return by === -1 || usual.includes(by) ? usual : [...usual, by];
}

/** The first rows of a list that was read as a whole, to be sorted. */
function firstRows(
  table: ResourceTable,
  input: ListInput,
  usual: number,
  lengthOf: (table: ResourceTable) => { readonly fit: number },
): ListAnswer {
  const total = table.rows.length;
  const most = input.limit ?? Math.min(usual, lengthOf({ ...table, rows: table.rows.slice(0, usual) }).fit);
  const rows = most === 0 ? table.rows : table.rows.slice(0, most);
  const rest = total - rows.length;
  return {
    ...toAnswer({ ...table, rows }, input),
    total,
    ...(rest === 0
      ? {}
      : { remaining: rest, note: 'All were sorted, the first are shown: a larger limit (0 = all) or a selector shows others.' }),
  };
}

function toAnswer(table: ResourceTable, input: ListInput): ListAnswer {
  return {
    ...listHead(table.kind, input.namespace),
    columns: [...table.columns],
    // Rows come from one parsed answer and belong to nobody else: copying ten thousand of them would only cost time.
    rows: table.rows as ListAnswer['rows'],
    ...(table.continue === undefined ? {} : { continue: table.continue }),
    ...(table.remaining === undefined ? {} : { remaining: table.remaining }),
    ...(table.fromCache ? { from_cache: true } : {}),
  };
}
