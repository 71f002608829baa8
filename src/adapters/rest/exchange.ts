import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import type { Principal } from './access/principal.js';
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

const exchanges = new WeakMap<Request, Exchange>();

const USABLE_ID = /^[\w.:-]{1,128}$/;

/** The one exchange of a request; begun, with its id in the answer's headers, when first asked for. */
export function exchangeOf(request: Request, response: Response): Exchange {
  const known = exchanges.get(request);
  if (known !== undefined) return known;
  const given = request.get('X-Request-Id');
  const exchange: Exchange = {
    requestId: given !== undefined && USABLE_ID.test(given) ? given : randomUUID(),
    path: request.originalUrl.split('?', 1)[0] ?? '/',
  };
  exchanges.set(request, exchange);
  response.setHeader('X-Request-Id', exchange.requestId);
  return exchange;
}
