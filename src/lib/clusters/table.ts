import { itemsOf, textOf } from './json-shape.js';
import { isRecord } from '../platform/plain-records.js';
import type { ServedKind } from './kind-names.js';
import type { Cell, ResourceTable } from './resource-table.js';
import { listAsTable } from './table-from-list.js';

/** Asks for the columns that `kubectl get` shows; servers that do not know tables answer with the plain list. */
export const TABLE_ACCEPT = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';

/** How the table was asked for. */
interface TableOptions {
  /** Rows carry the namespace of their object; it becomes the first column. */
  readonly showNamespace: boolean;
  readonly fromCache: boolean;
}

/** Turns the answer to a list into columns and rows. Undefined when it is neither a Table nor a List. */
export function parseTable(body: unknown, kind: ServedKind, options: TableOptions): ResourceTable | undefined {
  if (!isRecord(body)) return undefined;
  const content = body['kind'] === 'Table' ? readTable(body, options) : listAsTable(body, options.showNamespace);
  if (content === undefined) return undefined;
  const metadata = isRecord(body['metadata']) ? body['metadata'] : {};
  const { continue: next, remainingItemCount: remaining } = metadata;
  return {
    apiVersion: kind.apiVersion,
    kind: kind.kind,
    namespaced: kind.namespaced,
    ...content,
    ...(typeof next === 'string' && next !== '' ? { continue: next } : {}),
    ...(typeof remaining === 'number' ? { remaining } : {}),
    resourceVersion: textOf(metadata['resourceVersion']),
    fromCache: options.fromCache,
  };
}

function readTable(table: Record<string, unknown>, options: TableOptions): { columns: string[]; rows: Cell[][] } {
  const definitions = itemsOf(table['columnDefinitions']).map((column) => (isRecord(column) ? column : {}));
  const shown = [...definitions.keys()].filter((index) => (definitions[index]?.['priority'] ?? 0) === 0);
  const titles = shown.map((index) => textOf(definitions[index]?.['name'])?.toLowerCase() ?? '');
  const objects = itemsOf(table['rows']).filter(isRecord);
  // The watch cache of older releases gives its objects in any order; the storage always by namespace and name.
  if (options.fromCache) {
    const name = definitions.findIndex((column) => column['format'] === 'name');
    objects.sort((left, right) => compare(namespaceOf(left), namespaceOf(right)) || compare(cellAt(left, name), cellAt(right, name)));
  }
  const rows = objects.map((row): Cell[] => {
    const cells = itemsOf(row['cells']);
    const printed: Cell[] = options.showNamespace ? [namespaceOf(row)] : [];
    for (const index of shown) printed.push(cellOf(cells[index]));
    return printed;
  });
  return { columns: options.showNamespace ? ['namespace', ...titles] : titles, rows };
}

function namespaceOf(row: Record<string, unknown>): string {
  const metadata = isRecord(row['object']) ? row['object']['metadata'] : undefined;
  return (isRecord(metadata) ? textOf(metadata['namespace']) : undefined) ?? '';
}

function cellAt(row: Record<string, unknown>, index: number): string {
  return textOf(itemsOf(row['cells'])[index]) ?? '';
}

function compare(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1;
}

function cellOf(value: unknown): Cell {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return value === undefined || value === null ? null : JSON.stringify(value);
}
