import { isBasicCredential, REDACTED } from './redact-patterns.js';
import { keySecrecy, looksOpaque, type KeySecrecy } from './secret-keys.js';

const CORE_WORD =
  /token|passw|passphrase|passcode|pwd|pass(?=["'\\ \t]*[:=])|secret|credential|authorization|bearer|jwt|cookie|key|auth(?=["'\\ \t]*[:=])|docker(?:cfg|config)/gi;
const KEY_CHARACTER = /[\w.-]/;
const LONGEST_KEY = 80;
/** After the key: a quote that closes it, a separator or (for flags) space, a quote that opens the value. */
const SEPARATOR = /(\\*["'])?([ \t]*(?::=|=>|[:=])[ \t]*|%3[dD]|[ \t]+)(\\*["'])?/y;

const HARMLESS_VALUE =
  /^(?:\*{3,}(?: \((?:before|after)\))?|\[redacted\]|<(?:none|unset|nil|redacted|set to\b.*|set)>?|REDACTED|redacted|true|false|null|nil|none|yes|no|undefined|\{\}|\[\]|\$\{?\w+\}?|\$\(\w+\)|\{\{.*)$/i;
/** Words that follow `token:` or `secret:` in messages for people. */
const PROSE_VALUE =
  /^(?:expired|invalid|missing|required|unauthorized|forbidden|denied|permission|access|empty|unknown|failed|failure|error|errors|not|no|no-one|cannot|could|must|is|was|has|the|a|an|for|from|in|unable|unexpected|unsupported|bad|illegal|malformed|timeout|timed|context|connection|rpc|open|read|stat|ok|found|created|updated|deleted|disabled|enabled|secrets?|tokens?|keys?|certificates?|x509|asn1|tls|crypto|rejected|revoked|absent|exceeded|wrong|incorrect|mismatch|unset)[.,;:!]?$/i;

/** `Authorization: Bearer …`: the scheme stays, what follows it is the secret. */
const SCHEME = /^(?:bearer|basic|token|digest|negotiate|apikey)[ \t]+(?=\S)/i;

const END_OF_MAPPING_LINE = /\r?\n|[ \t]+#/;
const END_OF_WORD = /[\s"']|$/;
/** Separators and brackets end a value only where something else begins after them: passwords hold them too. */
const END_OF_VALUE = /[\s"']|[&;,](?=\s|$|[\w.-]{1,60}\s?[=:])|[)}\]>](?=[\s,;.:"')}\]>]|$)|<|\\["']|%26|$/;

interface Pair {
  readonly valueStart: number;
  readonly valueEnd: number;
  readonly replacement: string;
}

/** The text with the values of secret keys masked: `token=…`, `password: …`, `"api_key":"…"`, `--token …`, `DB_PASSWORD=…`. */
export function redactPairs(text: string): string {
  const coreWord = new RegExp(CORE_WORD);
  let result = '';
  let copied = 0;
  for (let match = coreWord.exec(text); match !== null; match = coreWord.exec(text)) {
    const keyStart = startOfKey(text, match.index, copied);
    const keyEnd = endOfKey(text, coreWord.lastIndex);
    coreWord.lastIndex = keyEnd;
    const pair = pairAt(text, keyStart, keyEnd);
    if (pair === undefined) continue;
    result += text.slice(copied, pair.valueStart) + pair.replacement;
    copied = pair.valueEnd;
    coreWord.lastIndex = Math.max(keyEnd, pair.valueEnd);
  }
  return copied === 0 ? text : result + text.slice(copied);
}

function startOfKey(text: string, from: number, floor: number): number {
  let start = from;
  const lowest = Math.max(floor, from - LONGEST_KEY);
  while (start > lowest && KEY_CHARACTER.test(text.charAt(start - 1))) start -= 1;
  return start;
}

function endOfKey(text: string, from: number): number {
  let end = from;
  const highest = Math.min(text.length, from + LONGEST_KEY);
  while (end < highest && KEY_CHARACTER.test(text.charAt(end))) end += 1;
  return end;
}

function pairAt(text: string, keyStart: number, keyEnd: number): Pair | undefined {
  const key = text.slice(keyStart, keyEnd);
  const secrecy = keySecrecy(key);
  if (secrecy === 'harmless') return undefined;
  SEPARATOR.lastIndex = keyEnd;
  const separator = SEPARATOR.exec(text);
  if (separator === null) return undefined;
  const [, , sign = '', openingQuote] = separator;
  const isFlag = key.startsWith('-');
  if (sign.trim() === '' && !isFlag) return undefined;
  const valueStart = SEPARATOR.lastIndex;
  if (text.startsWith(REDACTED, valueStart)) return undefined;
  if (openingQuote !== undefined) return quotedPair(text, valueStart, openingQuote, secrecy);
  return plainPair(text, { key, keyStart, keyEnd, sign, isFlag, secrecy, valueStart });
}

function quotedPair(text: string, valueStart: number, quote: string, secrecy: KeySecrecy): Pair | undefined {
  let end = text.indexOf(quote, valueStart);
  // A quote inside the value is escaped once more than the quotes around it.
  while (end > 0 && text[end - 1] === '\\') end = text.indexOf(quote, end + 1);
  const valueEnd = end === -1 ? text.length : end;
  const value = text.slice(valueStart, valueEnd);
  return shouldMask(value, secrecy) ? { valueStart, valueEnd, replacement: maskKeepingScheme(value) } : undefined;
}

interface PlainCandidate {
  readonly key: string;
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly sign: string;
  readonly isFlag: boolean;
  readonly secrecy: KeySecrecy;
  readonly valueStart: number;
}

function plainPair(text: string, candidate: PlainCandidate): Pair | undefined {
  const { valueStart, sign, isFlag, secrecy } = candidate;
  const before = lineBefore(text, candidate.keyStart);
  const opensLine = /^[\s-]*["']?$/.test(before) && !isFlag;
  const isMappingLine = opensLine && /:[ \t]+$/.test(sign);
  const isVariableLine = (opensLine || /^\s*export\s+$/.test(before)) && sign === '=';
  if (isMappingLine && /^[|>][+-]?\d?[ \t]*\r?\n/.test(text.slice(valueStart, valueStart + 8))) {
    return blockScalarPair(text, valueStart, before.length);
  }
  const stop = isMappingLine ? END_OF_MAPPING_LINE : isVariableLine || isFlag ? END_OF_WORD : END_OF_VALUE;
  const scheme = isMappingLine ? undefined : SCHEME.exec(text.slice(valueStart, valueStart + 24))?.[0];
  const credentialStart = valueStart + (scheme?.length ?? 0);
  if (text.startsWith(REDACTED, credentialStart)) return undefined;
  const valueEnd = firstMatch(text, new RegExp(stop, 'g'), credentialStart);
  const value = text.slice(valueStart, valueEnd).trimEnd();
  if (value === '' || (isFlag && sign.trim() === '' && value.startsWith('-')) || !shouldMask(value, secrecy)) return undefined;
  if (/\s$/.test(sign) && sign.includes(':') && isProse(before, value, isMappingLine)) return undefined;
  return { valueStart, valueEnd: valueStart + value.length, replacement: maskKeepingScheme(value) };
}

/** What stands before the key on its line, or the last part of it: a line can be the whole text. */
function lineBefore(text: string, keyStart: number): string {
  const near = text.slice(Math.max(0, keyStart - 120), keyStart);
  return near.slice(near.lastIndexOf('\n') + 1);
}

/** The lines of a YAML block (`password: |`) are all value. */
function blockScalarPair(text: string, valueStart: number, indent: number): Pair | undefined {
  let end = text.indexOf('\n', valueStart);
  while (end !== -1) {
    const next = text.indexOf('\n', end + 1);
    const line = text.slice(end + 1, next === -1 ? text.length : next);
    if (line.trim() !== '' && line.length - line.trimStart().length <= indent) break;
    end = next;
  }
  return { valueStart, valueEnd: end === -1 ? text.length : end, replacement: REDACTED };
}

function firstMatch(text: string, expression: RegExp, from: number): number {
  expression.lastIndex = from;
  return expression.exec(text)?.index ?? text.length;
}

function shouldMask(value: string, secrecy: KeySecrecy): boolean {
  if (value === '' || HARMLESS_VALUE.test(value)) return false;
  if (secrecy === 'when-opaque')
    return looksOpaque(value) || (value.length >= 8 && /^[A-Za-z0-9+/]+={0,2}$/.test(value) && isBasicCredential(value));
  // A count or a limit, not a credential: `tokens: 4096`. Real credentials of digits only are longer.
  return !/^\d{1,5}$/.test(value) && value !== '{' && value !== '[';
}

/** `failed to read token: permission denied` is a sentence, `user=bob password: hunter2` is not. */
function isProse(before: string, value: string, isMappingLine: boolean): boolean {
  const first = value.split(/[ \t]/, 1)[0] ?? '';
  if (isMappingLine) return value.includes(' ') && PROSE_VALUE.test(first);
  return PROSE_VALUE.test(first) || (/[a-z] $/i.test(before) && /^[a-z]+[,.;:]$/.test(first));
}

function maskKeepingScheme(value: string): string {
  const scheme = SCHEME.exec(value)?.[0] ?? '';
  return scheme !== '' && value.slice(scheme.length).startsWith(REDACTED) ? value : `${scheme}${REDACTED}`;
}
