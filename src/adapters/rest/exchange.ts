import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Principal } from '../http/principal.js';
import type { HttpFailure } from './failure.js';

/** What is known of one request while it is served. */
export interface Exchange {
  /** The caller's own `X-Request-Id` where it is usable, else a new one. */
  readonly requestId: string;
  /** The path as asked, without the query, which may hold what a log should not. */
  readonly path: string;
  /** Who asks, or why that is not known; undefined before anyone looked. */
  identity?: Principal | HttpFailure;
}

/** A request of Node.js, or of Express, which takes the path of a mount off `url` and keeps the whole beside it. */
export type RestRequest = IncomingMessage & { readonly originalUrl?: string };

const exchanges = new WeakMap<IncomingMessage, Exchange>();

const USABLE_ID = /^[\w.:-]{1,128}$/;

/** The one exchange of a request; begun, with its id in the answer's headers, when first asked for. */
export function exchangeOf(request: RestRequest, response: ServerResponse): Exchange {
  const known = exchanges.get(request);
  if (known !== undefined) return known;
  const given = request.headers['x-request-id'];
  const exchange: Exchange = {
    requestId: typeof given === 'string' && USABLE_ID.test(given) ? given : randomUUID(),
    path: (request.originalUrl ?? request.url ?? '/').split('?', 1)[0] ?? '/',
  };
  exchanges.set(request, exchange);
  response.setHeader('X-Request-Id', exchange.requestId);
  return exchange;
}
