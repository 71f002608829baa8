import type { ServedKind } from '../context.js';

/** True where a status that is written with the rest of the object is dropped: it has a subresource of its own. */
export function hasOwnStatus(kind: ServedKind): boolean {
  // Built-in kinds carry no list; those with a status have the subresource, those without refuse the field.
  return kind.subresources?.includes('status') ?? true;
}
