import { isRecord } from '../platform/plain-records.js';
import { itemsOf, textOf } from './json-shape.js';
import type { Cell } from './resource-table.js';
import type { ColumnChoice } from './table-builder.js';

/** Some aggregated APIs print no tables: name and age out of the objects are better than nothing. */
export function listAsTable(list: Record<string, unknown>, choice: ColumnChoice): { columns: string[]; rows: Cell[][] } | undefined {
  if (!Array.isArray(list['items'])) return undefined;
  const { showNamespace, metadataColumns = [] } = choice;
  const rows = itemsOf(list['items']).map((item): Cell[] => {
    const metadata = isRecord(item) && isRecord(item['metadata']) ? item['metadata'] : {};
    const cells = [textOf(metadata['name']) ?? null, age(textOf(metadata['creationTimestamp']))];
    const own = metadataColumns.map(({ valueOf }) => valueOf(metadata));
    return showNamespace ? [textOf(metadata['namespace']) ?? '', ...cells, ...own] : [...cells, ...own];
  });
  return { columns: [...(showNamespace ? ['namespace'] : []), 'name', 'age', ...metadataColumns.map(({ title }) => title)], rows };
}

function age(created: string | undefined): string {
  const seconds = created === undefined ? Number.NaN : Math.max(0, Math.floor((Date.now() - Date.parse(created)) / 1000));
  if (Number.isNaN(seconds)) return '<unknown>';
  if (seconds < 120) return `${String(seconds)}s`;
  if (seconds < 7200) return `${String(Math.floor(seconds / 60))}m`;
  if (seconds < 172_800) return `${String(Math.floor(seconds / 3600))}h`;
  return `${String(Math.floor(seconds / 86_400))}d`;
}
