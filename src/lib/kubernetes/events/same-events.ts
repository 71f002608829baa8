import type { RecordedEvent } from './recorded-event.js';

/** Events that say the same of the same object as one, newest first. */
export function joinSameEvents(events: readonly RecordedEvent[]): readonly RecordedEvent[] {
  const joined = new Map<string, RecordedEvent>();
  for (const event of events) {
    const { namespace, type, reason, message, kind, name } = event;
    const key = JSON.stringify([namespace, kind, name, type, reason, message]);
    const known = joined.get(key);
    joined.set(key, known === undefined ? event : together(known, event));
  }
  return [...joined.entries()]
    .sort(([leftKey, left], [rightKey, right]) => right.last - left.last || (leftKey < rightKey ? -1 : 1))
    .map(([, event]) => event);
}

function together(one: RecordedEvent, other: RecordedEvent): RecordedEvent {
  const starts = [one.first, other.first].filter((moment) => moment > 0);
  return {
    ...one,
    count: one.count + other.count,
    first: starts.length === 0 ? 0 : Math.min(...starts),
    last: Math.max(one.last, other.last),
  };
}
