import { isRecord, itemsOf, textOf } from './json-shape.js';
import type { ServedKind } from './kind-names.js';
import type { Cell, ResourceTable } from './resource-table.js';
import { listAsTable } from './table-from-list.js';

/** Asks for the columns that `kubectl get` shows; servers that do not know tables answer with the plain list. */
export const TABLE_ACCEPT = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';

/** Turns the answer to a list into columns and rows. Undefined when it is neither a Table nor a List. */
export function parseTable(
  body: unknown,
  kind: ServedKind,
  options: { readonly showNamespace: boolean; readonly fromCache: boolean },
): ResourceTable | undefined {
  if (!isRecord(body)) return undefined;
  const content = body['kind'] === 'Table' ? readTable(body, options.showNamespace) : listAsTable(body, options.showNamespace);
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

function readTable(table: Record<string, unknown>, showNamespace: boolean): { columns: string[]; rows: Cell[][] } {
  const shown: number[] = [];
  const columns: string[] = showNamespace ? ['namespace'] : [];
  for (const [index, column] of itemsOf(table['columnDefinitions']).entries()) {
    if (!isRecord(column) || (column['priority'] ?? 0) !== 0) continue;
    shown.push(index);
    columns.push(textOf(column['name'])?.toLowerCase() ?? '');
  }
  const rows: Cell[][] = [];
  for (const row of itemsOf(table['rows'])) {
    if (!isRecord(row)) continue;
    const cells = itemsOf(row['cells']);
    const printed: Cell[] = showNamespace ? [namespaceOf(row['object'])] : [];
    for (const index of shown) printed.push(cellOf(cells[index]));
    rows.push(printed);
  }
  return { columns, rows };
}

function namespaceOf(object: unknown): string {
  const metadata = isRecord(object) ? object['metadata'] : undefined;
  return (isRecord(metadata) ? textOf(metadata['namespace']) : undefined) ?? '';
}

function cellOf(value: unknown): Cell {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return value === undefined || value === null ? null : JSON.stringify(value);
}
