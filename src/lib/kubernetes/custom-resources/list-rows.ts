import type { ClusterContext, ResourceReference } from '../../context.js';
import { plainText } from '../diagnosis/fact-text.js';
import { readFitting, rowsThatFit } from '../listing/fit-answer.js';
import { listHead, type ListAnswer } from '../listing/list-output.js';
import { readObjects, type ObjectPage } from '../listing/read-objects.js';
import type { PlainObject } from '../object-values.js';

/** One column of a list of custom resources: its title, and what an object has there. */
export type CustomColumn = readonly [title: string, cell: (object: PlainObject) => string | number | boolean | null | undefined];

/** What lists of custom resources can be asked. */
export interface CustomListInput {
  readonly namespace?: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly limit?: number | undefined;
  readonly continue?: string | undefined;
}

/** Rows when the caller names no limit. */
const DEFAULT_ROWS = 200;

/** A list with columns of our own: what a product's definitions print says less than what its objects know. */
export async function listRows(
  context: ClusterContext,
  resource: ResourceReference,
  input: CustomListInput,
  columns: readonly CustomColumn[],
): Promise<ListAnswer> {
  const titles = columns.map(([title]) => title);
  const convert = (object: PlainObject): PlainObject => Object.fromEntries(columns.map(([title, cell]) => [title, cellOf(cell(object))]));
  const rowsOf = ({ items }: ObjectPage): ListAnswer['rows'] => items.map((item) => titles.map((title) => cellOf(item[title])));
  const read = (limit: number): Promise<ObjectPage> => readObjects(context, resource, input, limit, convert);
  const page =
    input.limit === undefined
      ? await readFitting(DEFAULT_ROWS, read, (one) => ({ rows: one.items.length, fit: rowsThatFit(titles, rowsOf(one)) }))
      : await read(input.limit);
  return {
    ...listHead(page.kind, input.namespace),
    columns: titles,
    rows: rowsOf(page),
    ...(page.continue === undefined ? {} : { continue: page.continue }),
    ...(page.remaining === undefined ? {} : { remaining: page.remaining }),
  };
}

function cellOf(value: unknown): string | number | boolean | null {
  if (typeof value === 'string') return value === '' ? null : plainText(value);
  return typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
