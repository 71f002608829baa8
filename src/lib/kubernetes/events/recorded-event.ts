import { textAt, type PlainObject } from '../object-values.js';
import { firstSeenOf, lastSeenOf, occurrencesOf } from './event-values.js';

/** One thing that happened, as often as it did. */
export interface RecordedEvent {
  readonly namespace: string;
  /** `Normal`, `Warning`. */
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly count: number;
  /** Milliseconds since 1970; 0 where the event does not say. */
  readonly first: number;
  readonly last: number;
  /** What it is about. */
  readonly kind: string;
  readonly name: string;
}

/** An event of core/v1, whichever API wrote it. */
export function recordedEvent(event: PlainObject): RecordedEvent {
  return {
    namespace: textAt(event, 'metadata', 'namespace') ?? '',
    type: textAt(event, 'type') ?? '',
    reason: textAt(event, 'reason') ?? '',
    message: (textAt(event, 'message') ?? '').trim(),
    count: Math.max(1, occurrencesOf(event)),
    first: momentOf(firstSeenOf(event)),
    last: momentOf(lastSeenOf(event)),
    kind: textAt(event, 'involvedObject', 'kind') ?? '',
    name: textAt(event, 'involvedObject', 'name') ?? '',
  };
}

function momentOf(text: string | undefined): number {
  const moment = Date.parse(text ?? '');
  return Number.isNaN(moment) ? 0 : moment;
}
