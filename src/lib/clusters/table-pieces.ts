import { setImmediate as otherWork } from 'node:timers/promises';

const ROWS = '"rows":[';
/** Where one row ends and the next begins; an unescaped quote cannot stand inside a JSON string. */
const NEXT_ROW = ',{"cells":[';
/** Characters of rows that are parsed at once: about a millisecond. */
const PIECE = 128 * 1024;
/** The column definitions come before the rows; a text that has none by here is no table. */
const LONGEST_HEAD = 1024 * 1024;
/** More than the largest object that a server stores. */
const LONGEST_ROW = 8 * 1024 * 1024;

/** What became of a text that should be a table. */
export interface CutTable {
  /** The text without its rows, which is JSON of its own. Undefined: no rows were found, `rest` is the whole text. */
  readonly head: string | undefined;
  /** What is left when all rows are taken away; empty for a table that is written as the API server writes it. */
  readonly rest: string;
}

/** One text as the pieces that {@link cutTable} reads. */
export function* onePiece(text: string): Iterable<string> {
  yield text;
}

/**
 * Cuts the text of a table into its head and pieces of whole rows, in the form `{"cells":…},{"cells":…}`, and lets others work between
 * two pieces: parsing ten thousand rows at once would stop everything else in this process. Ends early with what it has when `take`
 * refuses a piece.
 */
export async function cutTable(
  texts: AsyncIterable<string> | Iterable<string>,
  take: (piece: string, head: string) => boolean,
): Promise<CutTable> {
  let head: string | undefined;
  let rest = '';
  /** No row ends before this. */
  let searched = PIECE;
  for await (const text of texts) {
    rest += text;
    if (head === undefined) {
      const rows = rest.indexOf(ROWS);
      if (rows === -1 && rest.length < LONGEST_HEAD) continue;
      if (rows === -1) break;
      head = `${rest.slice(0, rows)}"rows":[]}`;
      rest = rest.slice(rows + ROWS.length);
      // Whoever made a large text has kept the others waiting already.
      if (rest.length > PIECE) await otherWork();
    }
    for (let cut = rest.indexOf(NEXT_ROW, searched); cut !== -1; cut = rest.indexOf(NEXT_ROW, searched)) {
      if (!take(rest.slice(0, cut), head)) return { head, rest };
      rest = rest.slice(cut + 1);
      searched = PIECE;
      await otherWork();
    }
    searched = Math.max(PIECE, rest.length - NEXT_ROW.length);
    if (rest.length > LONGEST_ROW) return { head, rest };
  }
  if (head === undefined) return { head, rest };
  const end = rest.lastIndexOf(']}');
  if (end === -1 || rest.slice(end + 2).trim() !== '') return { head, rest };
  if (end > 0 && !take(rest.slice(0, end), head)) return { head, rest };
  return { head, rest: '' };
}
