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

/** Lines between `data:` and its `kind:`; farther away it is not looked for, and the data counts as secret. */
const FARTHEST_KIND = 500;

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
  const output: string[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index];
    if (line === undefined) break;
    output.push(line.text);
    const block = /^[ -]*["']?(?:data|stringData)["']?:[ \t]*(\{.*\})?[ \t]*\r?$/.exec(line.text);
    if (block === null || !belongsToSecret(lines, index)) continue;
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

/** Looks at the neighbours of a `data:` line for their `kind`; without one (items of a SecretList) it counts as a Secret. */
function belongsToSecret(lines: readonly Line[], index: number): boolean {
  const column = lines[index]?.column ?? 0;
  const kind = kindAmong(lines, index, column, -1) ?? kindAmong(lines, index, column, 1);
  return kind === undefined || kind === 'Secret';
}

function kindAmong(lines: readonly Line[], index: number, column: number, step: 1 | -1): string | undefined {
  const startsItem = (line: Line): boolean => line.column === column && line.indent < column;
  if (step === -1 && lines[index] !== undefined && startsItem(lines[index])) return undefined;
  const last = Math.max(0, Math.min(lines.length - 1, index + step * FARTHEST_KIND));
  for (let at = index + step; step === 1 ? at <= last : at >= last; at += step) {
    const line = lines[at];
    if (line === undefined || line.text.startsWith('---')) return undefined;
    if (line.text.trim() === '') continue;
    if (line.column < column || (step === 1 && startsItem(line))) return undefined;
    if (line.column === column && line.kind !== undefined) return line.kind;
    if (step === -1 && startsItem(line)) return undefined;
  }
  return undefined;
}
