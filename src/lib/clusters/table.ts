import { isRecord, parseJson } from '../platform/plain-records.js';
import { itemsOf, textOf } from './json-shape.js';
import type { ServedKind } from './kind-names.js';
import type { ResourceTable } from './resource-table.js';
import { TableBuilder, type ColumnChoice } from './table-builder.js';
import { listAsTable } from './table-from-list.js';
import { cutTable } from './table-pieces.js';
import { parseWithoutMetadata } from './table-without-metadata.js';

/** Asks for the columns that `kubectl get` shows; servers that do not know tables answer with the plain list. */
export const TABLE_ACCEPT = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';

/** Turns the answer to a list into columns and rows. Undefined when it is neither a Table nor a List. */
export function parseTable(body: unknown, kind: ServedKind, choice: ColumnChoice): ResourceTable | undefined {
  if (!isRecord(body)) return undefined;
  if (body['kind'] !== 'Table') return describe(body, kind, listAsTable(body, choice), choice);
  const builder = new TableBuilder(itemsOf(body['columnDefinitions']), choice);
  builder.add(itemsOf(body['rows']));
  return describe(body, kind, builder.finish(), choice);
}

/**
 * {@link parseTable} of a text, or of one that still arrives, some rows at a time so that others can work meanwhile.
 * @returns undefined when it is neither a Table nor a List, or is written so that it can only be parsed as a whole
 */
export async function readTable(
  texts: AsyncIterable<string> | Iterable<string>,
  kind: ServedKind,
  choice: ColumnChoice,
): Promise<ResourceTable | undefined> {
  const lean = choice.showNamespace && (choice.metadataColumns ?? []).length === 0;
  let table: { readonly head: Record<string, unknown>; readonly builder: TableBuilder } | undefined;
  const cut = await cutTable(texts, (piece, head) => {
    table ??= begin(head, choice);
    const rows = (lean ? parseWithoutMetadata(piece) : undefined) ?? parseJson(`[${piece}]`);
    if (table === undefined || !Array.isArray(rows)) return false;
    table.builder.add(rows);
    return true;
  });
  if (cut.head === undefined) return parseTable(parseJson(cut.rest), kind, choice);
  if (cut.rest !== '') return undefined;
  table ??= begin(cut.head, choice);
  return table === undefined ? undefined : describe(table.head, kind, await table.builder.finishWithPauses(), choice);
}

function begin(head: string, choice: ColumnChoice): { head: Record<string, unknown>; builder: TableBuilder } | undefined {
  const body = parseJson(head);
  if (!isRecord(body) || body['kind'] !== 'Table') return undefined;
  return { head: body, builder: new TableBuilder(itemsOf(body['columnDefinitions']), choice) };
}

function describe(
  body: Record<string, unknown>,
  kind: ServedKind,
  content: Pick<ResourceTable, 'columns' | 'rows' | 'wideColumns'> | undefined,
  { fromCache }: ColumnChoice,
): ResourceTable | undefined {
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
    fromCache,
  };
}
