import { fieldFactsAt } from './key-tree.js';

const TRUE = ['true', '1', 'yes', 'on'];
const FALSE = ['false', '0', 'no', 'off'];

/** The text of a flag or variable as the type its key has; undefined where it cannot be that, with the rule it breaks. */
export function readTextValue(text: string, path: readonly string[]): { readonly value: unknown } | { readonly rule: string } {
  const trimmed = text.trim();
  switch (fieldFactsAt(path)?.kind) {
    case 'boolean': {
      const word = trimmed.toLowerCase();
      if (TRUE.includes(word)) return { value: true };
      return FALSE.includes(word) ? { value: false } : { rule: 'must be true or false' };
    }
    case 'list':
      return { value: trimmed.split(',').flatMap((item) => (item.trim() === '' ? [] : [item.trim()])) };
    case 'integer':
      return /^-?\d+$/.test(trimmed) ? { value: Number(trimmed) } : { rule: 'must be a whole number' };
    default:
      return { value: trimmed };
  }
}
