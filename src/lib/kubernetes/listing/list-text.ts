import { textTable } from '../../platform/text-table.js';
import { printedRows, TEXT_BUDGET } from './fit-answer.js';
import { itemText } from './item-text.js';
import type { TableOutput } from './list-output.js';

/** `prod-1: 3 Pod in namespace web`, the table or the objects, and how to get the rest. */
export function renderTable(output: TableOutput): string {
  const where = output.namespace === undefined ? '' : ` in namespace ${output.namespace}`;
  const cache = output.from_cache === true ? ' (from the watch cache)' : '';
  const head = `${output.cluster ?? ''}: ${countText(output)} ${output.kind}${where}${cache}`;
  const body = output.columns[0] === 'count' ? '' : (itemsText(output) ?? tableText(output));
  return `${head}${body}${output.note === undefined ? '' : `\n${output.note}`}${moreLine(output)}`;
}

/** `20`, `20 of 300`. Rows of a count or a summary are not objects. */
function countText({ columns, rows, items, total }: TableOutput): string {
  if (total !== undefined && (columns[0] === 'count' || columns[0] === 'by')) return String(total);
  const shown = items?.length ?? rows.length;
  return total === undefined || total === shown ? String(shown) : `${String(shown)} of ${String(total)}`;
}

function tableText({ columns, rows }: TableOutput): string {
  return rows.length === 0 ? '' : `\n${textTable(columns, printedRows(rows))}`;
}

function itemsText({ items, format = 'yaml' }: TableOutput): string | undefined {
  if (items === undefined) return undefined;
  const texts = items.map((item) => itemText(item, format));
  // One object that is longer than an answer: its end is to be had on its own.
  const [only = ''] = texts;
  if (texts.length === 1 && only.length > TEXT_BUDGET)
    return `\n${only.slice(0, TEXT_BUDGET)}\n… ${String(only.length - TEXT_BUDGET)} more characters of this object; resources_get with path shows a part of it`;
  return texts.map((text) => `\n${text}`).join('');
}

function moreLine(output: TableOutput): string {
  const count = output.remaining === undefined ? 'more rows' : `${String(output.remaining)} more rows`;
  if (output.continue !== undefined)
    return `\n… ${count}. Next: same call with continue=${output.continue} (or limit=0 for all, or a selector for fewer)`;
  return output.remaining === undefined ? '' : `\n… ${count}`;
}
