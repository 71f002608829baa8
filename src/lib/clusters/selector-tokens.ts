import { FleetError } from '../errors.js';

/** One piece of a selector. Quoted text is always a plain value: never a keyword, never a glob. */
export interface SelectorToken {
  readonly type: 'word' | 'quoted' | '(' | ')' | ',' | '=' | '!=' | 'and' | 'or' | 'not' | 'end';
  readonly text: string;
  /** Position in the selector, from 1. */
  readonly at: number;
}

export const MAX_SELECTOR_LENGTH = 8192;

/** A SELECTOR_INVALID error that says where; the suggestion ends the message. */
export function selectorProblem(problem: string, at?: number, suggestion = ''): FleetError {
  const where = at === undefined ? '' : ` at character ${String(at)}`;
  return new FleetError('SELECTOR_INVALID', `The cluster selector cannot be used: ${problem}${where}.${suggestion}`, {
    details: { problem, ...(at === undefined ? {} : { at }) },
  });
}

/** @throws FleetError SELECTOR_INVALID */
export function tokenizeSelector(text: string): SelectorToken[] {
  if (text.trim() === '') throw selectorProblem('it is empty; write `*` to mean every cluster');
  if (text.length > MAX_SELECTOR_LENGTH) throw selectorProblem(`it is longer than ${String(MAX_SELECTOR_LENGTH)} characters`);
  const tokens: SelectorToken[] = [];
  let position = 0;
  while (position < text.length) {
    const rest = text.slice(position, position + 3);
    const at = position + 1;
    const space = /^\s/.test(rest);
    const symbol = SYMBOLS.find(([spelling]) => rest.startsWith(spelling));
    if (space) {
      position += 1;
    } else if (symbol !== undefined) {
      tokens.push({ type: symbol[1], text: symbol[0], at });
      position += symbol[0].length;
    } else if (rest.startsWith('"') || rest.startsWith("'")) {
      const quoted = readQuoted(text, position);
      tokens.push({ type: 'quoted', text: quoted.text, at });
      position = quoted.end;
    } else {
      const word = readWord(text, position);
      tokens.push({ type: KEYWORDS.get(word) ?? 'word', text: word, at });
      position += word.length;
    }
  }
  return [...tokens, { type: 'end', text: '', at: text.length + 1 }];
}

// Longer spellings first.
const SYMBOLS: readonly (readonly [string, SelectorToken['type']])[] = [
  ['!=', '!='],
  ['==', '='],
  ['=', '='],
  ['!', 'not'],
  ['&&', 'and'],
  ['&', 'and'],
  ['||', 'or'],
  ['|', 'or'],
  ['(', '('],
  [')', ')'],
  [',', ','],
];

const KEYWORDS: ReadonlyMap<string, SelectorToken['type']> = new Map([
  ['and', 'and'],
  ['AND', 'and'],
  ['or', 'or'],
  ['OR', 'or'],
  ['not', 'not'],
  ['NOT', 'not'],
]);

function readQuoted(text: string, start: number): { text: string; end: number } {
  const quote = text[start] ?? '"';
  let value = '';
  for (let index = start + 1; index < text.length; index += 1) {
    const character = text[index] ?? '';
    if (character === quote) return { text: value, end: index + 1 };
    if (character === '\\' && index + 1 < text.length) {
      index += 1;
      value += text[index] ?? '';
    } else {
      value += character;
    }
  }
  throw selectorProblem('a quote is not closed', start + 1);
}

// Inside [...] and {...} of a glob, the signs of the grammar are plain characters.
function readWord(text: string, start: number): string {
  let end = start;
  while (end < text.length) {
    const character = text[end] ?? '';
    if (/[\s()=,|&"']/.test(character) || (character === '!' && text[end + 1] === '=')) break;
    const closing = { '[': ']', '{': '}' }[character];
    const close = closing === undefined ? -1 : text.indexOf(closing, end + 1);
    if (closing !== undefined && close === -1) throw selectorProblem(`"${character}" is not closed`, end + 1);
    end = close === -1 ? end + 1 : close + 1;
  }
  return text.slice(start, end);
}
