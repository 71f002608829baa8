import { load } from 'js-yaml';
import { snippetsIn, type Snippet } from './pages.js';

/** What follows `fleetwright` somewhere in the documentation. */
export interface CommandLine {
  readonly place: string;
  readonly words: readonly string[];
}

/** Every call of the program in shell blocks, and in the set-ups of clients (JSON, YAML), where arguments are a list. */
export function commandLines(): CommandLine[] {
  const shell = snippetsIn('sh').flatMap((snippet) => linesOf(snippet).map((words) => ({ place: placeOf(snippet), words })));
  const setUps = snippetsIn('json', 'yaml').flatMap((snippet) =>
    listsIn(load(snippet.text)).map((words) => ({ place: placeOf(snippet), words })),
  );
  return [...shell, ...setUps].flatMap(({ place, words }) => {
    const at = words.findIndex((word, index) => isProgram(word) && words[index - 1] !== 'install');
    return at === -1 ? [] : [{ place, words: words.slice(at + 1) }];
  });
}

function isProgram(word: string): boolean {
  return word === 'fleetwright' || word.endsWith('dist/bin/main.js');
}

function placeOf({ page, line }: Snippet): string {
  return `${page} line ${String(line)}`;
}

/** Commands of a shell block: comments cut, pipes and lists taken apart, quotes removed. */
function linesOf({ text }: Snippet): string[][] {
  return text
    .replaceAll('\\\n', ' ')
    .split('\n')
    .flatMap((line) => {
      const commands: string[][] = [[]];
      for (const [token, single, double, separator] of line.matchAll(/'([^']*)'|"([^"]*)"|(\|\|?|&&?|;|#.*$)|(?:[^\s'"|&;#]|(?<=\S)#)+/g)) {
        if (separator !== undefined) commands.push([]);
        else commands.at(-1)?.push(single ?? double ?? token);
      }
      return commands;
    });
}

/** Every list of texts in a document. */
function listsIn(value: unknown): string[][] {
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(listsIn) : [];
}
