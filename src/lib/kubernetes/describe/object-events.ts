import type { ClusterSession } from '../../context.js';
import { formatAge } from '../../platform/duration.js';
import { lastSeenOf, occurrencesOf } from '../events/event-values.js';
import { recordsAt, textAt, type PlainObject } from '../object-values.js';

/** What happened to one object. */
export interface ObjectEvent {
  /** ISO 8601. */
  readonly last_seen: string;
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly count: number;
}

const MOST_EVENTS = 20;
const READ_EVENTS = 200;
const LONGEST_MESSAGE = 300;

/** The latest events about an object, the newest last. API servers keep them for about an hour. */
export async function readEvents(session: ClusterSession, object: PlainObject, signal: AbortSignal): Promise<readonly ObjectEvent[]> {
  const uid = textAt(object, 'metadata', 'uid') ?? '';
  const namespace = textAt(object, 'metadata', 'namespace');
  const { path } = await session.locate({ apiVersion: 'v1', kind: 'Event' }, { namespace, signal });
  // The kubelet writes events about its node with the name of the node as the uid.
  const about =
    namespace === undefined
      ? `involvedObject.kind=${textAt(object, 'kind') ?? ''},involvedObject.name=${textAt(object, 'metadata', 'name') ?? ''}`
      : `involvedObject.uid=${uid}`;
  const list = (await session.request({ path, query: { fieldSelector: about, limit: READ_EVENTS }, signal })).json();
  return recordsAt(list, 'items')
    .map(readEvent)
    .sort((one, other) => (one.last_seen < other.last_seen ? -1 : 1))
    .slice(-MOST_EVENTS);
}

function readEvent(event: PlainObject): ObjectEvent {
  const message = (textAt(event, 'message') ?? '').replace(/\s+/g, ' ').trim();
  return {
    last_seen: lastSeenOf(event) ?? '',
    type: textAt(event, 'type') ?? 'Normal',
    reason: textAt(event, 'reason') ?? '',
    message: message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)}…` : message,
    count: occurrencesOf(event),
  };
}

/** `5m ago  Warning BackOff ×3: Back-off restarting` */
export function eventLine({ last_seen: seen, type, reason, message, count }: ObjectEvent): string {
  const time = Date.parse(seen);
  const age = Number.isNaN(time) ? '?' : `${formatAge(Date.now() - time)} ago`;
  return `${age}  ${type} ${reason}${count > 1 ? ` ×${String(count)}` : ''}: ${message}`;
}
