/** One printed cell; null prints as `-`. */
export type TextCell = string | number | boolean | null | undefined;

/** Columns and rows as aligned text: header once, upper case, two spaces between columns, no trailing blanks. */
export function textTable(columns: readonly string[], rows: readonly (readonly TextCell[])[]): string {
  const header = columns.map((column) => column.toUpperCase().replaceAll(' ', '-'));
  const table = layOut([header, ...rows], columns.length);
  // A line break or an escape sequence from a cluster must not forge rows or drive a terminal.
  return CONTROL.test(table) || lineBreaks(table) !== rows.length ? layOut([header, ...rows.map(withoutControls)], columns.length) : table;
}

/** Plain loops: tables of ten thousand rows are made in one go, while everybody else waits. */
function layOut(rows: readonly (readonly TextCell[])[], columns: number): string {
  const widths = new Array<number>(columns).fill(0);
  for (const row of rows) {
    for (let index = 0; index < columns; index += 1) {
      const { length } = cellText(row[index]);
      if (length > (widths[index] ?? 0)) widths[index] = length;
    }
  }
  const last = columns - 1;
  // One growing text and ready-made blanks take two thirds of the time that padded cells and a list of lines take.
  const blanks: string[] = [];
  let text = '';
  for (const row of rows) {
    for (let index = 0; index < last; index += 1) {
      const cell = cellText(row[index]);
      const missing = (widths[index] ?? 0) + 2 - cell.length;
      text += cell + (blanks[missing] ??= ' '.repeat(missing));
    }
    text += `${cellText(row[last]).trimEnd()}\n`;
  }
  return text.slice(0, -1);
}

function cellText(cell: TextCell): string {
  if (typeof cell === 'string') return cell === '' ? '-' : cell;
  return cell === null || cell === undefined ? '-' : String(cell);
}

function lineBreaks(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

/** All but the line break, which is counted. */
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/;
const CONTROLS = /[\u0000-\u001f\u007f-\u009f]+/g;

function withoutControls(row: readonly TextCell[]): readonly TextCell[] {
  return row.map((cell) => (typeof cell === 'string' ? cell.replace(CONTROLS, ' ') : cell));
}
