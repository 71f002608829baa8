/** Items of a list, and characters of a text, that become JSON in one go: well under a millisecond. */
const ITEMS = 100;
const CHARACTERS = 64 * 1024;
/** How deep in a message long lists are looked for: its result, the structured content, the answers of clusters, the rows of one. */
const DEPTH = 7;

/** Whether the JSON of a message takes long enough to keep others waiting. */
export function isLongMessage(message: object): boolean {
  return hasLong(message, 0);
}

/** The JSON of a message in parts, so that others can work between them; joined they are what `JSON.stringify` gives. */
export function* messageParts(message: object): Generator<string> {
  yield* partsOf(message, 0);
}

function* partsOf(value: unknown, depth: number): Generator<string> {
  if (typeof value === 'string') yield* textParts(value);
  else if (depth > DEPTH || !hasLong(value, depth)) yield JSON.stringify(value);
  else if (Array.isArray(value)) yield* listParts(value, depth);
  else if (typeof value === 'object' && value !== null) yield* memberParts(value, depth);
}

function* memberParts(members: object, depth: number): Generator<string> {
  let before = '{';
  for (const [key, member] of Object.entries(members)) {
    if (isNothing(member)) continue;
    yield `${before}${JSON.stringify(key)}:`;
    yield* partsOf(member, depth + 1);
    before = ',';
  }
  yield before === '{' ? '{}' : '}';
}

function* listParts(items: readonly unknown[], depth: number): Generator<string> {
  if (items.length <= ITEMS) {
    for (const [index, item] of items.entries()) {
      yield index === 0 ? '[' : ',';
      yield* partsOf(isNothing(item) ? null : item, depth + 1);
    }
  } else {
    for (let start = 0; start < items.length; start += ITEMS) {
      yield (start === 0 ? '[' : ',') + JSON.stringify(items.slice(start, start + ITEMS)).slice(1, -1);
    }
  }
  yield ']';
}

function* textParts(text: string): Generator<string> {
  yield '"';
  for (let start = 0; start < text.length;) {
    let end = Math.min(start + CHARACTERS, text.length);
    // The two halves of a character are escaped when they stand alone.
    if (end < text.length && isFirstHalf(text.charCodeAt(end - 1))) end += 1;
    yield JSON.stringify(text.slice(start, end)).slice(1, -1);
    start = end;
  }
  yield '"';
}

function hasLong(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return value.length > CHARACTERS;
  if (typeof value !== 'object' || value === null || depth > DEPTH || 'toJSON' in value) return false;
  if (Array.isArray(value)) return value.length > ITEMS || value.some((item) => hasLong(item, depth + 1));
  return Object.values(value).some((member) => hasLong(member, depth + 1));
}

/** What JSON leaves out of objects, and writes as null in lists. */
function isNothing(value: unknown): boolean {
  return value === undefined || typeof value === 'function' || typeof value === 'symbol';
}

function isFirstHalf(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}
