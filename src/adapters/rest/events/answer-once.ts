import type { Fleet } from '../../../index.js';
import type { EventLog } from './event-log.js';
import type { EventsQuery } from './events-query.js';
import type { Frame } from './frame.js';
import type { StartOfStream } from './start-of-stream.js';
import { sentStatus } from './status-row.js';
import type { Visibility } from './visibility.js';

/** The events as one answer, for programs that ask now and then. */
export interface EventsAnswer {
  readonly events: readonly { readonly id: string | undefined; readonly type: string; readonly data: object }[];
  /** To be sent as Last-Event-ID next time. */
  readonly last_event_id: string;
  /** True when some events since Last-Event-ID are kept no more. */
  readonly incomplete: boolean;
  /** What the last probes found; no cluster is asked for it. */
  readonly status?: readonly object[];
}

export async function answerOnce(
  { fleet, log }: { readonly fleet: Fleet; readonly log: EventLog },
  visibility: Visibility,
  start: StartOfStream,
  query: EventsQuery,
): Promise<EventsAnswer> {
  const { latest } = log;
  const numbers = Array.from({ length: Math.max(0, latest - start.after) }, (_value, index) => start.after + 1 + index);
  const frames = [...start.recent, ...numbers.flatMap((number) => log.at(number) ?? [])];
  const seen = (frame: Frame): boolean => visibility.sees(frame);
  const known = query.status ? (await fleet.clusters.lastStatus()).map(sentStatus) : [];
  return {
    events: frames.filter(seen).map(({ id, name, data }) => ({ id, type: name, data })),
    last_event_id: log.idOf(latest),
    incomplete: start.dropped !== undefined || start.after < log.oldest - 1,
    ...(query.status ? { status: known.filter(({ frame }) => seen(frame)).map(({ row }) => row) } : {}),
  };
}
