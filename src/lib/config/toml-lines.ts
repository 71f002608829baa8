/**
 * The line (from 1) on which each key of a TOML text is written, by its path joined with NUL.
 * The parser does not tell; this reads only headers and the left side of assignments, and is used for messages alone.
 */
export function tomlLines(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  const rowsOf = new Map<string, number>();
  let header: readonly string[] = [];
  let openQuote: string | undefined;
  text.split('\n').forEach((line, index) => {
    if (openQuote !== undefined) {
      if (line.includes(openQuote)) openQuote = undefined;
      return;
    }
    const [, bracket, heading] = /^\s*(\[{1,2})([^[\]]+)\]{1,2}/.exec(line) ?? [];
    const assignment = /^\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=(.*)$/.exec(line);
    if (heading !== undefined) header = splitKey(heading);
    if (bracket === '[[') {
      const list = linePath(header);
      if (!lines.has(list)) lines.set(list, index + 1);
      header = [...header, String(rowsOf.get(list) ?? 0)];
      rowsOf.set(list, Number(header.at(-1)) + 1);
    }
    const path = heading !== undefined ? header : assignment?.[1] === undefined ? undefined : [...header, ...splitKey(assignment[1])];
    if (path !== undefined && !lines.has(linePath(path))) lines.set(linePath(path), index + 1);
    openQuote = quoteLeftOpen(assignment?.[2] ?? '');
  });
  return lines;
}

/** The key of {@link tomlLines} for a path in the spelling of the file. */
export function linePath(path: readonly string[]): string {
  return path.join('\0');
}

function splitKey(text: string): string[] {
  return [...text.matchAll(/"([^"]*)"|'([^']*)'|([\w-]+)/g)].map(([, double, single, bare]) => double ?? single ?? bare ?? '');
}

function quoteLeftOpen(value: string): string | undefined {
  for (const quote of ['"""', "'''"]) {
    if (value.trimStart().startsWith(quote) && !value.slice(value.indexOf(quote) + 3).includes(quote)) return quote;
  }
  return undefined;
}
