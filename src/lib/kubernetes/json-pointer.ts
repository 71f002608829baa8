import { isRecord } from '../platform/plain-records.js';

/** The value that a JSON pointer (RFC 6901) names; `-` is the last item of a list. Undefined where there is none. */
export function followPointer(value: unknown, pointer: string): unknown {
  let found = value;
  for (const token of pointer.split('/').slice(1)) {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
    if (Array.isArray(found)) found = key === '-' ? found.at(-1) : found[Number(key)];
    else if (isRecord(found) && Object.hasOwn(found, key)) found = found[key];
    else return undefined;
  }
  return found;
}
