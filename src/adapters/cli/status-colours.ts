import { coloured, type Colour } from './colour.js';

const COLOUR_OF_STATE: Readonly<Record<string, Colour>> = { Ready: 'green', NotReady: 'red', Unknown: 'yellow' };

/** The status table with its STATUS column in colour; any other text unchanged. */
export function colourStatusTable(table: string): string {
  const [header = '', ...lines] = table.split('\n');
  const at = header.indexOf('STATUS');
  if (!header.startsWith('CLUSTER') || at === -1) return table;
  const painted = lines.map((line) => {
    const word = /^\w+/.exec(line.slice(at))?.[0] ?? '';
    const colour = Object.hasOwn(COLOUR_OF_STATE, word) ? COLOUR_OF_STATE[word] : undefined;
    if (colour === undefined || line[at - 1] !== ' ') return line;
    return `${line.slice(0, at)}${coloured(word, colour)}${line.slice(at + word.length)}`;
  });
  return [coloured(header, 'bold'), ...painted].join('\n');
}
