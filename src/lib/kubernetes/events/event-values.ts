import { numberAt, textAt, type PlainObject } from '../object-values.js';

/**
 * When an event of core/v1 was last seen (ISO 8601), whichever API wrote it: those of events.k8s.io count in `series`, and have no first
 * and last moment.
 */
export function lastSeenOf(event: PlainObject): string | undefined {
  return textAt(event, 'series', 'lastObservedTime') ?? textAt(event, 'lastTimestamp') ?? bornAt(event);
}

/** When it was first seen (ISO 8601). */
export function firstSeenOf(event: PlainObject): string | undefined {
  return textAt(event, 'firstTimestamp') ?? bornAt(event);
}

/** How often it happened. */
export function occurrencesOf(event: PlainObject): number {
  return numberAt(event, 'series', 'count') ?? numberAt(event, 'count') ?? 1;
}

function bornAt(event: PlainObject): string | undefined {
  return textAt(event, 'eventTime') ?? textAt(event, 'metadata', 'creationTimestamp');
}
