import { dump } from 'js-yaml';
import type { PlainObject } from '../object-values.js';

/** One object as text: a YAML document, or one line of JSON. */
export function itemText(item: PlainObject, format: 'json' | 'yaml'): string {
  return format === 'json' ? JSON.stringify(item) : `---\n${dump(item, { lineWidth: -1, noRefs: true }).trimEnd()}`;
}
