/** One printed cell; null prints as `-`. */
export type TextCell = string | number | boolean | null | undefined;

/** Columns and rows as aligned text: header once, upper case, two spaces between columns, no trailing blanks. */
export function textTable(columns: readonly string[], rows: readonly (readonly TextCell[])[]): string {
  const last = columns.length - 1;
  const cells = rows.map((row) => columns.map((_, index) => cellText(row[index])));
  const header = columns.map((column) => column.toUpperCase().replaceAll(' ', '-'));
  const widths = header.map((title, index) => cells.reduce((width, row) => Math.max(width, row[index]?.length ?? 0), title.length));
  const line = (row: readonly string[]): string => {
    let text = '';
    for (let index = 0; index <= last; index += 1) {
      const cell = row[index] ?? '';
      text += index === last ? cell : cell.padEnd((widths[index] ?? 0) + 2);
    }
    return text.trimEnd();
  };
  return [line(header), ...cells.map(line)].join('\n');
}

function cellText(cell: TextCell): string {
  if (cell === null || cell === undefined || cell === '') return '-';
  const text = typeof cell === 'string' ? cell : String(cell);
  // A line break or an escape sequence from a cluster must not forge rows or drive a terminal.
  return /[\u0000-\u001f\u007f-\u009f]/.test(text) ? text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ') : text;
}
