/** What stands where a value of a Secret was: the keys stay visible. */
export const MASKED_DATA = '***';

/** The text with the values masked of every Secret that is written in it as YAML or as a fragment of JSON. */
export function redactManifests(text: string): string {
  if (!/kind\\{0,8}["']?[ \t]{0,8}:\s{0,8}\\{0,8}["']?Secret/.test(text)) return text;
  return maskYamlData(maskJsonData(text));
}

/** The body of a JSON string whose opening quote is group `quote`; quotes within it carry more backslashes. */
function jsonString(quote: number): string {
  return '(?:\\\\\\\\\\\\[\\s\\S]|(?!\\' + String(quote) + ')(?:\\\\[\\s\\S]|[^\\\\]))*';
}

const JSON_DATA = /["'](?:data|stringData)\\{0,8}["']\s{0,80}:\s{0,80}\{/g;
const JSON_ENTRY = new RegExp(String.raw`(\s*(\\{0,8}["'])${jsonString(2)}\2\s*:\s*(\\{0,8}["']))${jsonString(3)}(\3\s*,?|$)`, 'y');

function maskJsonData(text: string): string {
  let result = '';
  let copied = 0;
  const opening = new RegExp(JSON_DATA);
  while (opening.exec(text) !== null) {
    JSON_ENTRY.lastIndex = opening.lastIndex;
    for (let entry = JSON_ENTRY.exec(text); entry !== null; entry = JSON_ENTRY.exec(text)) {
      result += `${text.slice(copied, entry.index)}${entry[1] ?? ''}${MASKED_DATA}${entry[4] ?? ''}`;
      copied = JSON_ENTRY.lastIndex;
    }
    opening.lastIndex = Math.max(opening.lastIndex, copied);
  }
  return copied === 0 ? text : result + text.slice(copied);
}

interface Line {
  readonly text: string;
  /** Column of the first character that is neither space nor the dash of a list item. */
  readonly column: number;
  /** Column of the first character that is not a space. */
  readonly indent: number;
  /** The value of a `kind:` line. */
  readonly kind: string | undefined;
}

function maskYamlData(text: string): string {
  if (!/^[ \t-]*["']?(?:data|stringData)["']?:[ \t]*(?:\{.*\})?[ \t]*\r?$/m.test(text)) return text;
  const lines = text.split('\n').map(parseLine);
  const mappings = mappingsOf(lines);
  const output: string[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index];
    if (line === undefined) break;
    output.push(line.text);
    const block = /^[ -]*["']?(?:data|stringData)["']?:[ \t]*(\{.*\})?[ \t]*\r?$/.exec(line.text);
    // Items of a SecretList carry no kind: data without one counts as secret.
    if (block === null || (mappings.get(line)?.kind ?? 'Secret') !== 'Secret') continue;
    if (block[1] !== undefined) {
      output[output.length - 1] = line.text.replace(/(:[ \t]*)[^:,{}]+(?=[,}])/g, `$1${MASKED_DATA}`);
      continue;
    }
    index = maskBlock(lines, index, output);
  }
  return output.join('\n');
}

function parseLine(text: string): Line {
  const indent = text.length - text.trimStart().length;
  const column = /^[ \t]*(?:-[ \t]+)*/.exec(text)?.[0].length ?? indent;
  const kind = text.includes('kind') ? /^[\s-]*["']?kind["']?:\s*["']?(\w+)/.exec(text)?.[1] : undefined;
  return { text, column, indent, kind };
}

/** Copies the block below `start` with masked values; answers the index of its last line. */
function maskBlock(lines: readonly Line[], start: number, output: string[]): number {
  const column = lines[start]?.column ?? 0;
  let keyColumn: number | undefined;
  let index = start + 1;
  for (; index < lines.length; index += 1) {
    const line = lines[index];
    if (line === undefined || (line.text.trim() !== '' && line.indent <= column)) break;
    keyColumn ??= line.text.trim() === '' ? undefined : line.column;
    const key = /^[ \t]*(?:[^\s:#][^:]*|"[^"]*"|'[^']*')[ \t]*:(?=\s|$)/.exec(line.text)?.[0];
    // Deeper lines continue a folded or block value: nothing of them may stay.
    if (key !== undefined && line.column === keyColumn) output.push(`${key} "${MASKED_DATA}"`);
  }
  return index - 1;
}

/** One mapping of the document, while its lines are read. */
interface Mapping {
  readonly column: number;
  kind: string | undefined;
}

/** For each line the mapping it is a key of; the kind of a mapping may stand before or after its data. */
function mappingsOf(lines: readonly Line[]): ReadonlyMap<Line, Mapping> {
  const mappings = new Map<Line, Mapping>();
  const open: Mapping[] = [];
  const closeBeyond = (column: number): void => {
    while ((open.at(-1)?.column ?? -1) > column) open.pop();
  };
  for (const line of lines) {
    if (line.text.startsWith('---')) open.length = 0;
    if (line.text.trim() === '') continue;
    closeBeyond(line.indent < line.column ? line.indent : line.column);
    if (open.at(-1)?.column !== line.column) open.push({ column: line.column, kind: undefined });
    const mapping = open.at(-1);
    if (mapping === undefined) continue;
    // Documents pasted together without a separator look like one mapping of several kinds: the secret one counts.
    if (mapping.kind !== 'Secret') mapping.kind = line.kind ?? mapping.kind;
    mappings.set(line, mapping);
  }
  return mappings;
}
