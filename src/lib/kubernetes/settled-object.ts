import { isRecord, withoutKeys } from '../platform/plain-records.js';
import type { PlainObject } from './object-values.js';
import { slimObject } from './slim-object.js';

/** What the server counts and stamps by itself: two states that differ in nothing else are the same to a reader. */
const STAMPS = ['creationTimestamp', 'generation', 'resourceVersion', 'selfLink', 'uid'];

/** What a person sets of an object, for comparing two states of it. `status` stays only where it is what was written. */
export function settledObject(object: PlainObject, options: { readonly status?: boolean | undefined } = {}): Record<string, unknown> {
  const slim = slimObject(object);
  const { metadata } = slim;
  const kept = isRecord(metadata) ? { ...slim, metadata: withoutKeys(metadata, STAMPS) } : slim;
  return options.status === true ? kept : withoutKeys(kept, ['status']);
}
