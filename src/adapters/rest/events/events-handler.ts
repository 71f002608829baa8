import type { Request, RequestHandler, Response } from 'express';
import type { Fleet } from '../../../index.js';
import type { StreamType } from '../answer/event-stream.js';
import { send } from '../answer/send.js';
import { exchangeOf } from '../exchange.js';
import { HttpFailure } from '../failure.js';
import { callerOf, principalOf } from '../principal-of.js';
import { refuseBody } from '../read-body.js';
import { admitReader } from './admit-reader.js';
import { answerOnce } from './answer-once.js';
import type { EventHub } from './event-hub.js';
import { readQuery } from './events-query.js';
import { Frame } from './frame.js';
import { startOf } from './start-of-stream.js';

/** What readers are told of the stream, in milliseconds. */
export interface StreamTimes {
  readonly heartbeatMs: number;
  readonly statusIntervalMs: number;
}

const TYPES = ['application/json', 'text/event-stream', 'application/x-ndjson'] as const;

/** Answers `GET /v1/events`: what happens in the fleet, as a stream or as one answer. */
export function eventsHandler(fleet: Fleet, hub: EventHub, times: StreamTimes): RequestHandler {
  return async (request, response) => {
    const { user, limits, ...principal } = principalOf(request, response);
    const type = answerTypeOf(request);
    response.vary('Accept');
    const query = readQuery(new URL(request.url, 'http://localhost').searchParams);
    const start = startOf(hub.log, request.get('Last-Event-ID'), query, type === 'application/json');
    const caller = callerOf({ ...principal, user, limits });
    await admitReader(fleet, { caller, limits, requestId: exchangeOf(request, response).requestId }, query.status);
    const visibility = hub.visibilityFor(limits);
    await visibility.refresh(caller);
    if (type === 'application/json') {
      send(response, 200, type, JSON.stringify(await answerOnce({ fleet, log: hub.log }, visibility, start, query)));
      return;
    }
    hub.checkRoom();
    begin(response, type);
    if (request.method === 'HEAD' || response.destroyed) {
      response.end();
      return;
    }
    const seen = start.recent.filter((frame) => visibility.sees(frame));
    const opening = openingOf(hub.log.idOf(start.after), user, times, seen.length > 0);
    const first = [opening, ...(start.dropped === undefined ? [] : [start.dropped]), ...seen];
    hub.subscribe({ response, type, caller, visibility, after: start.after, first, status: query.status });
  };
}

function answerTypeOf(request: Request): (typeof TYPES)[number] {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    throw new HttpFailure('METHOD_NOT_ALLOWED', 'Events can only be read.', { headers: { Allow: 'GET, HEAD' } });
  }
  refuseBody(request);
  const chosen = request.accepts([...TYPES]);
  const type = TYPES.find((known) => known === chosen);
  if (type !== undefined) return type;
  throw new HttpFailure('NOT_ACCEPTABLE', 'Events come as JSON, as server-sent events or as NDJSON.');
}

function begin(response: Response, type: StreamType): void {
  response.writeHead(200, {
    'Content-Type': type === 'text/event-stream' ? `${type}; charset=utf-8` : type,
    // Proxies that collect or compress would hold events back.
    'Cache-Control': 'no-store, no-transform',
    'X-Accel-Buffering': 'no',
  });
}

/** Carries an id, so that a reader that never got an event can go on too; not where older ones follow, whose ids are their own. */
function openingOf(lastEventId: string, user: string | undefined, times: StreamTimes, recentFollow: boolean): Frame {
  const data = { user, last_event_id: lastEventId, heartbeat_ms: times.heartbeatMs, status_interval_ms: times.statusIntervalMs };
  return new Frame({ name: 'open', data, id: recentFollow ? undefined : lastEventId });
}
