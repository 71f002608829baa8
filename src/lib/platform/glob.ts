/** True when the text holds `*`, `?`, `[` or `{`. */
export function isGlob(text: string): boolean {
  return /[*?[{]/.test(text);
}

/**
 * A test for one glob: `*`, `?`, `[a-z]`, `[!a-z]`, `{a,b}` (not nested); anchored, case-sensitive. Matching never backtracks
 * more than one star, so a hostile pattern costs at most pattern × text.
 * @throws RangeError on an unclosed bracket or brace, or more than 256 alternatives.
 */
export function compileGlob(pattern: string): (text: string) => boolean {
  const alternatives = expandBraces(pattern).map(tokenize);
  return (text) => alternatives.some((steps) => matches(steps, text));
}

const MAX_ALTERNATIVES = 256;
const STAR = Symbol('star');
type Step = typeof STAR | ((character: string) => boolean);

function expandBraces(pattern: string): string[] {
  const open = pattern.indexOf('{');
  if (open === -1) return [pattern];
  const close = pattern.indexOf('}', open);
  if (close === -1) throw new RangeError('"{" is not closed');
  const choices = pattern.slice(open + 1, close);
  if (choices.includes('{')) throw new RangeError('"{" inside "{" is not supported');
  const rests = expandBraces(pattern.slice(close + 1));
  const heads = choices.split(',').map((choice) => pattern.slice(0, open) + choice);
  if (heads.length * rests.length > MAX_ALTERNATIVES) throw new RangeError(`more than ${String(MAX_ALTERNATIVES)} alternatives`);
  return heads.flatMap((head) => rests.map((rest) => head + rest));
}

function tokenize(pattern: string): Step[] {
  const steps: Step[] = [];
  for (let index = 0; index < pattern.length; index += 1) {
    const character = pattern[index] ?? '';
    if (character === '*') {
      if (steps.at(-1) !== STAR) steps.push(STAR);
    } else if (character === '?') {
      steps.push(() => true);
    } else if (character === '[') {
      const close = pattern.indexOf(']', index + 2);
      if (close === -1) throw new RangeError('"[" is not closed');
      steps.push(characterClass(pattern.slice(index + 1, close)));
      index = close;
    } else {
      steps.push((other) => other === character);
    }
  }
  return steps;
}

function characterClass(body: string): Step {
  const negated = body.startsWith('!') || body.startsWith('^');
  const members = negated ? body.slice(1) : body;
  const ranges: [string, string][] = [];
  for (let index = 0; index < members.length; index += 1) {
    const from = members[index] ?? '';
    if (members[index + 1] === '-' && index + 2 < members.length) {
      ranges.push([from, members[index + 2] ?? '']);
      index += 2;
    } else {
      ranges.push([from, from]);
    }
  }
  return (character) => ranges.some(([from, to]) => character >= from && character <= to) !== negated;
}

function matches(steps: readonly Step[], text: string): boolean {
  let step = 0;
  let position = 0;
  let starStep = -1;
  let starPosition = 0;
  while (position < text.length) {
    const current = steps[step];
    if (current === STAR) {
      starStep = step;
      starPosition = position;
      step += 1;
    } else if (current?.(text[position] ?? '') === true) {
      step += 1;
      position += 1;
    } else if (starStep !== -1) {
      step = starStep + 1;
      starPosition += 1;
      position = starPosition;
    } else {
      return false;
    }
  }
  while (steps[step] === STAR) step += 1;
  return step === steps.length;
}
