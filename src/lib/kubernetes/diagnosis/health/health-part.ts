import type { ResourceTable } from '../../../context.js';
import type { Cell } from '../../../context.js';
import { FleetError } from '../../../errors.js';
import type { Finding } from '../finding.js';
import type { Reading } from '../reading.js';

/** Where the health of is asked. */
export interface HealthScope {
  readonly reading: Reading;
  /** Absent: the whole cluster. */
  readonly namespace: string | undefined;
}

/** What one part of the check came to. */
export interface PartResult {
  readonly facts: readonly string[];
  readonly findings: readonly Finding[];
}

/** One look at one kind of thing: one request. */
export type HealthPart = (scope: HealthScope) => Promise<PartResult | undefined>;

/** A row of a table by the titles of its columns. */
export type Row = Readonly<Record<string, Cell>>;

const FIRST_PAGE = 5000;

/**
 * All rows of a kind as the server prints them: one request, answered from its watch cache. Where that is more than one answer may
 * hold, the first of them, which is then told.
 */
export async function rowsOf(
  { reading, namespace }: HealthScope,
  what: string,
  apiVersion: string,
  kind: string,
  namespaced = true,
): Promise<Row[] | undefined> {
  const { cluster, signal } = reading.context;
  const list = (limit: number): Promise<ResourceTable> =>
    cluster.list({ apiVersion, kind }, { limit, signal, ...(namespaced && namespace !== undefined ? { namespace } : {}) });
  const table = await reading.part(what, async () => {
    try {
      return await list(0);
    } catch (thrown) {
      if (!FleetError.isInstance(thrown) || thrown.code !== 'RESPONSE_TOO_LARGE') throw thrown;
      return await list(FIRST_PAGE);
    }
  });
  if (table?.continue !== undefined) reading.notChecked.push(`${what}: only the first ${FIRST_PAGE} were looked at; name a namespace`);
  return table?.rows.map((row) => Object.fromEntries(table.columns.map((column, index) => [column, row[index] ?? null])));
}

export function textOf(row: Row, column: string): string {
  const cell = row[column];
  return cell === undefined || cell === null ? '' : String(cell);
}

/** `shop/web`; rows of one namespace do not repeat it. */
export function objectOf(
  row: Row,
  namespace: string | undefined,
): { readonly namespace: string; readonly name: string; readonly text: string } {
  const where = textOf(row, 'namespace') || (namespace ?? '');
  const name = textOf(row, 'name');
  return { namespace: where, name, text: where === '' ? name : `${where}/${name}` };
}

/** `3/5` as numbers. */
export function ratio(text: string): { readonly done: number; readonly of: number } {
  const [, done = '', of = ''] = /^(\d+)\/(\d+)/.exec(text) ?? [];
  return { done: Number(done), of: Number(of) };
}
