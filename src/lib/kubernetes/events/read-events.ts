import type { ClusterContext } from '../../context.js';
import { recordsAt, textAt } from '../object-values.js';
import { recordedEvent, type RecordedEvent } from './recorded-event.js';

/** Which events; what the server can choose by itself is left to it. */
export interface EventQuery {
  readonly namespace?: string | undefined;
  readonly fieldSelector?: string | undefined;
  readonly type?: string | undefined;
  readonly reason?: string | undefined;
  /** Name of the object that they are about. */
  readonly name?: string | undefined;
}

const PAGE = 500;
/** Events that are looked at for one answer. */
export const MOST_EVENTS = 20_000;

/** The events that were chosen, in the order of the server, which is not that of time: all must be seen to know the newest. */
export async function readEvents(
  { cluster, signal }: Pick<ClusterContext, 'cluster' | 'signal'>,
  query: EventQuery,
): Promise<{ readonly events: readonly RecordedEvent[]; readonly complete: boolean }> {
  const { path } = await cluster.locate({ apiVersion: 'v1', kind: 'Event' }, { namespace: query.namespace, signal });
  const fieldSelector = selectorOf(query);
  const events: RecordedEvent[] = [];
  let next: string | undefined;
  do {
    const list = (await cluster.request({ path, query: { fieldSelector, limit: PAGE, continue: next }, signal })).json();
    for (const event of recordsAt(list, 'items')) events.push(recordedEvent(event));
    next = textAt(list, 'metadata', 'continue');
    if (next === '') next = undefined;
  } while (next !== undefined && events.length < MOST_EVENTS);
  return { events, complete: next === undefined };
}

function selectorOf({ fieldSelector, type, reason, name }: EventQuery): string | undefined {
  const parts = [
    fieldSelector,
    type === undefined ? undefined : `type=${type}`,
    reason === undefined ? undefined : `reason=${reason}`,
    name === undefined ? undefined : `involvedObject.name=${name}`,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(',');
}
