import type { Cell, MetadataColumn, ResourceTable } from '../../context.js';
import { FleetError } from '../../errors.js';
import { didYouMean } from '../../platform/nearest.js';
import { textAt } from '../object-values.js';

const LABEL = 'label:';
const MOST_COLUMNS = 30;

/** `name, node, label:app` as a list. @throws FleetError INPUT_INVALID */
export function parseColumns(text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  const columns = text.split(',').map((column) => column.trim());
  if (columns.includes('')) throw invalid('columns', 'columns: there is an empty name between two commas');
  if (columns.length > MOST_COLUMNS) throw invalid('columns', `columns: at most ${String(MOST_COLUMNS)} can be shown`);
  return columns;
}

/** The label columns among these, to be read from the metadata. */
export function labelColumns(columns: readonly string[]): MetadataColumn[] {
  const labels = [...new Set(columns.filter((column) => column.startsWith(LABEL)))];
  return labels.map((title) => ({ title, valueOf: (metadata) => textAt(metadata, 'labels', title.slice(LABEL.length)) ?? null }));
}

/** Where a column is; a header as it is printed (`LAST-SEEN`) means the same. @throws FleetError INPUT_INVALID with the columns there are */
export function columnIndex(table: Pick<ResourceTable, 'columns' | 'kind'>, name: string, parameter: string): number {
  const found = name.startsWith(LABEL)
    ? table.columns.indexOf(name)
    : table.columns.findIndex((column) => plain(column) === plain(name) && !column.startsWith(LABEL));
  if (found !== -1) return found;
  const known = table.columns.filter((column) => !column.startsWith(LABEL));
  throw invalid(
    parameter,
    `${parameter}: ${table.kind} has no column ${JSON.stringify(name)}.${didYouMean(name, known)} There are: ${known.join(', ')}, and label:KEY`,
    known,
  );
}

/** The table with these columns only, in this order. */
export function withColumns<Table extends Pick<ResourceTable, 'columns' | 'rows'>>(table: Table, indexes: readonly number[]): Table {
  const pick = <Item>(items: readonly Item[], missing: Item): Item[] => indexes.map((index) => items[index] ?? missing);
  return { ...table, columns: pick(table.columns, ''), rows: table.rows.map((row) => pick<Cell>(row, null)) };
}

function plain(title: string): string {
  return title.toLowerCase().replaceAll(/[ _]/g, '-');
}

function invalid(parameter: string, message: string, valid?: readonly string[]): FleetError {
  return new FleetError('INPUT_INVALID', `${message}.`, { details: { parameter, ...(valid === undefined ? {} : { valid }) } });
}
