import { findingAbout, type Finding, type FindingText } from '../diagnosis/finding.js';
import { textAt, type PlainObject } from '../object-values.js';

export function nameOf(object: PlainObject): string {
  return textAt(object, 'metadata', 'name') ?? '';
}

export function namespaceOf(object: PlainObject): string {
  return textAt(object, 'metadata', 'namespace') ?? '';
}

/** `shop/web`, or `web` where there is no namespace. */
export function placeOf(object: PlainObject): string {
  const namespace = namespaceOf(object);
  return namespace === '' ? nameOf(object) : `${namespace}/${nameOf(object)}`;
}

/** Objects by namespace and name. */
export function indexByPlace(objects: readonly PlainObject[]): ReadonlyMap<string, PlainObject> {
  return new Map(objects.map((object) => [placeOf(object), object]));
}

/** A finding about one object, told with its kind. */
export function objectFinding(object: PlainObject, text: FindingText): Finding {
  return findingAbout(`${textAt(object, 'kind') ?? ''} ${placeOf(object)}`.trim(), text);
}
