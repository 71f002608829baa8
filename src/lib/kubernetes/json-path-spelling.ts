const NAME = /^[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*$/;

/** A path in the spelling of RFC 9535: `{.a.b-c\.d}` of kubectl, `.a.b`, `a.b` and `[0].a` become `$.a['b-c.d']` and so on. */
export function standardPath(text: string): string {
  const bare = /^\{(.*)\}$/s.exec(text.trim())?.[1]?.trim() ?? text.trim();
  const path = bare.startsWith('$') ? bare.slice(1) : /^[.[]/.test(bare) ? bare : `.${bare}`;
  return `$${spellSegments(path === '.' ? '' : path)}`;
}

function spellSegments(path: string): string {
  let result = '';
  let rest = path;
  while (rest !== '') {
    const bracket = rest.startsWith('[') ? bracketEnd(rest) : 0;
    const dotted = bracket === 0 ? /^(\.{1,2})((?:\\.|[^.[\\])*)/s.exec(rest) : null;
    if (bracket > 0) result += rest.slice(0, bracket);
    else if (dotted === null) return result + rest;
    else result += spellName(dotted[1] ?? '', (dotted[2] ?? '').replace(/\\(.)/gs, '$1'));
    rest = rest.slice(bracket > 0 ? bracket : (dotted?.[0].length ?? rest.length));
  }
  return result;
}

function spellName(dots: string, name: string): string {
  if (name === '' || name === '*' || NAME.test(name)) return dots + name;
  return `${dots === '..' ? '..' : ''}['${name.replace(/[\\']/g, '\\$&')}']`;
}

/** Where the bracket that begins a text ends; its whole length when it does not. */
function bracketEnd(text: string): number {
  let depth = 0;
  let quote = '';
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] ?? '';
    if (quote !== '') {
      if (character === '\\') index += 1;
      else if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '[') depth += 1;
    else if (character === ']' && (depth -= 1) === 0) return index + 1;
  }
  return text.length;
}

const LONGEST = 500;
const MOST_ALTERNATIVES = 8;

/** Why a path would cost too much on a large object: its time must stay in proportion to the size of the object. Undefined: it does. */
export function checkPathCost(path: string): string | undefined {
  if (path.length > LONGEST) return `it is longer than ${String(LONGEST)} characters`;
  const bare = path.replace(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/gs, "''");
  if (bare.split('..').length > 2) return 'it descends (..) more than once';
  if (bare.slice(1).includes('$')) return 'it begins again at $ inside a filter';
  if (bare.split(',').length > MOST_ALTERNATIVES) return `it names more than ${String(MOST_ALTERNATIVES)} alternatives`;
  if (/\*\s*,|,\s*\*/.test(bare)) return 'a wildcard stands beside other alternatives, which it holds already';
  if (bare.split('?').length > 4) return 'it has more than three filters';
  if (/\?[^\]]*\.\./.test(bare)) return 'it descends (..) inside a filter';
  return undefined;
}
