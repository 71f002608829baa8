import { type EventLog, MAX_RECENT } from './event-log.js';
import { invalid, type EventsQuery } from './events-query.js';
import { Frame } from './frame.js';

/** Where a reader begins. */
export interface StartOfStream {
  /** Number of the last event that the reader has, or is not interested in. */
  readonly after: number;
  /** What comes before that: recent events that were asked for. */
  readonly recent: readonly Frame[];
  /** Events that the reader missed and cannot get; undefined count where the server was started anew since. */
  readonly dropped: Frame | undefined;
}

/** One answer without a place to go on from shows this many. */
const RECENT_ONCE = 50;

/**
 * After the event that the reader saw last; without one, after what is asked for.
 * @throws FleetError INPUT_INVALID for an id that no server sent
 */
export function startOf(log: EventLog, lastEventId: string | undefined, query: EventsQuery, once: boolean): StartOfStream {
  const number = lastEventId === undefined ? undefined : log.numberOf(lastEventId);
  if (Number.isNaN(number)) throw invalid('Last-Event-ID is not the id of an event of this server.');
  if (number !== undefined) return { after: number, recent: [], dropped: undefined };
  const recent = log.recent(query.recent ?? (once ? RECENT_ONCE : lastEventId === undefined ? 0 : MAX_RECENT));
  return { after: log.latest, recent, dropped: lastEventId === undefined ? undefined : new Frame({ name: 'dropped', data: {} }) };
}
