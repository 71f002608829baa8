import { didYouMean } from '../platform/nearest.js';
import { selectorProblem, type SelectorToken, tokenizeSelector } from './selector-tokens.js';

/** Fields that can be compared with `=` and `!=`; `label.KEY` besides. */
export const SELECTOR_FIELDS = ['env', 'zone', 'source', 'health'] as const;
export type SelectorField = (typeof SELECTOR_FIELDS)[number];

/** A name or a glob of names, as written. */
export interface NameTerm {
  readonly text: string;
  /** Quoted names are never globs. */
  readonly quoted: boolean;
}

/** A parsed selector: what to select, not yet for which fleet. */
export type SelectorNode =
  | { readonly type: 'all' }
  | { readonly type: 'active' }
  | { readonly type: 'names'; readonly names: readonly NameTerm[] }
  | { readonly type: 'field'; readonly field: SelectorField; readonly negated: boolean; readonly values: readonly NameTerm[] }
  | { readonly type: 'label'; readonly key: string; readonly negated: boolean; readonly values: readonly NameTerm[] }
  | { readonly type: 'and' | 'or'; readonly parts: readonly SelectorNode[] }
  | { readonly type: 'not'; readonly part: SelectorNode };

const MAX_DEPTH = 32;

/**
 * Parses a cluster selector. A space or `and` joins (both must hold), `or` and `|` choose, `not` and `!` take away, parentheses
 * group; `not` binds closest, then `and`, then `or`. Terms: names and globs (`prod-1`, `prod-*`, a comma list of them means any),
 * `env=prod,staging`, `zone=`, `source=`, `health=ready|notready|unknown`, `label.KEY=`, the same with `!=`, `active`, and `*` or
 * `all`. A name that is also a word of the grammar is written in quotes.
 * @throws FleetError SELECTOR_INVALID
 */
export function parseSelector(text: string): SelectorNode {
  const reader = { tokens: tokenizeSelector(text), index: 0, depth: 0 };
  const node = parseOr(reader);
  const rest = peek(reader);
  if (rest.type !== 'end') throw selectorProblem(rest.type === ')' ? '")" has no "("' : `${shown(rest)} is not expected`, rest.at);
  return node;
}

interface Reader {
  readonly tokens: readonly SelectorToken[];
  index: number;
  depth: number;
}

function parseOr(reader: Reader): SelectorNode {
  const parts = [parseAnd(reader)];
  while (accept(reader, 'or')) parts.push(parseAnd(reader));
  return join('or', parts);
}

function parseAnd(reader: Reader): SelectorNode {
  const parts = [parseNot(reader)];
  while (accept(reader, 'and') || ['word', 'quoted', 'not', '('].includes(peek(reader).type)) parts.push(parseNot(reader));
  return join('and', parts);
}

function parseNot(reader: Reader): SelectorNode {
  const { at } = peek(reader);
  reader.depth += 1;
  if (reader.depth > MAX_DEPTH) throw selectorProblem(`it is nested more than ${String(MAX_DEPTH)} deep`, at);
  const node: SelectorNode = accept(reader, 'not') ? { type: 'not', part: parseNot(reader) } : parseTerm(reader);
  reader.depth -= 1;
  return node;
}

function parseTerm(reader: Reader): SelectorNode {
  const token = take(reader);
  if (token.type === '(') {
    const node = parseOr(reader);
    if (!accept(reader, ')')) throw selectorProblem('"(" is not closed', token.at);
    return node;
  }
  if (token.type !== 'word' && token.type !== 'quoted')
    throw selectorProblem(`a name or a condition is expected, not ${shown(token)}`, token.at);
  const operator = peek(reader);
  if (operator.type === '=' || operator.type === '!=') {
    take(reader);
    return comparison(token, operator.type === '!=', parseList(reader, undefined));
  }
  const names = parseList(reader, token);
  const [only] = names;
  if (names.length === 1 && only?.quoted === false) {
    if (only.text === '*' || only.text === 'all') return { type: 'all' };
    if (only.text === 'active') return { type: 'active' };
  }
  return { type: 'names', names };
}

function comparison(field: SelectorToken, negated: boolean, values: readonly NameTerm[]): SelectorNode {
  if (field.text.startsWith('label.') && field.text.length > 'label.'.length)
    return { type: 'label', key: field.text.slice('label.'.length), negated, values };
  const known = SELECTOR_FIELDS.find((name) => name === (field.text === 'environment' ? 'env' : field.text));
  if (known !== undefined) return { type: 'field', field: known, negated, values };
  const problem = `${shown(field)} is not a field (${SELECTOR_FIELDS.join(', ')}, label.KEY)`;
  throw selectorProblem(problem, field.at, didYouMean(field.text, SELECTOR_FIELDS));
}

/** One or more names or values between commas. */
function parseList(reader: Reader, first: SelectorToken | undefined): NameTerm[] {
  const terms: NameTerm[] = [];
  let token = first ?? take(reader);
  for (;;) {
    if (token.type !== 'word' && token.type !== 'quoted')
      throw selectorProblem(`a ${first === undefined ? 'value' : 'name'} is expected, not ${shown(token)}`, token.at);
    const after = peek(reader);
    if (after.type === '=' || after.type === '!=') {
      throw selectorProblem('a comma joins only names, or the values of one field; write `and` or `or` between conditions', after.at);
    }
    terms.push({ text: token.text, quoted: token.type === 'quoted' });
    if (!accept(reader, ',')) return terms;
    token = take(reader);
  }
}

function join(type: 'and' | 'or', parts: readonly SelectorNode[]): SelectorNode {
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { type, parts };
}

function peek(reader: Reader): SelectorToken {
  return reader.tokens[reader.index] ?? { type: 'end', text: '', at: 0 };
}

function take(reader: Reader): SelectorToken {
  const token = peek(reader);
  if (token.type !== 'end') reader.index += 1;
  return token;
}

function accept(reader: Reader, type: SelectorToken['type']): boolean {
  if (peek(reader).type !== type) return false;
  reader.index += 1;
  return true;
}

function shown(token: SelectorToken): string {
  return token.type === 'end' ? 'the end' : JSON.stringify(token.text.slice(0, 100));
}
