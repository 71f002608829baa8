import { rowsThatFit } from '../listing/fit-answer.js';
import type { ListAnswer } from '../listing/list-output.js';
import { formatAge } from '../../platform/duration.js';
import type { PlainObject } from '../object-values.js';
import { measured } from './read-metrics.js';

const DEFAULT_ROWS = 100;

/** The first rows of a usage table, and when it was measured. */
export function usageTable(
  columns: readonly string[],
  rows: readonly string[][],
  {
    limit,
    entries,
    notes,
  }: { readonly limit: number | undefined; readonly entries: readonly PlainObject[]; readonly notes: readonly string[] },
): Pick<ListAnswer, 'columns' | 'rows' | 'total' | 'remaining' | 'note'> {
  const first = rows.slice(0, limit === 0 ? undefined : (limit ?? DEFAULT_ROWS));
  const shown = first.slice(0, limit === undefined ? rowsThatFit(columns, first) : undefined);
  const when = measured(entries);
  const note = [
    ...notes,
    ...(when === undefined ? [] : [`Measured ${formatAge(Date.now() - when.at)} ago${when.window === '' ? '' : ` over ${when.window}`}.`]),
    ...(shown.length < rows.length && limit === undefined ? ['A larger limit shows more.'] : []),
  ].join(' ');
  return {
    columns: [...columns],
    rows: shown,
    ...(shown.length === rows.length ? {} : { total: rows.length, remaining: rows.length - shown.length }),
    ...(note === '' ? {} : { note }),
  };
}
