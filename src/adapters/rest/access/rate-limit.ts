import type { ServerResponse } from 'node:http';
import { ipKeyGenerator, MemoryStore, type Options } from 'express-rate-limit';
import type { Principal } from '../../http/principal.js';
import { exchangeOf, type RestRequest } from '../exchange.js';
import { HttpFailure } from '../failure.js';
import type { RateLimit } from '../options.js';

/** Counts one request. Rejects with HttpFailure TOO_MANY_REQUESTS. */
export type CountRequest = (request: RestRequest, response: ServerResponse) => Promise<void>;

/**
 * Counts the requests of each caller: by who they are, and those without a good token by their address, so that guessing is
 * limited too. Stands behind the identification and before its refusal.
 */
export function rateLimit({ requests, windowMs }: RateLimit): CountRequest {
  const store = new MemoryStore();
  // Of all the options of the library's middleware, which is for Express only, the store reads this one.
  store.init({ windowMs } as Options);
  const policy = `"caller"; q=${requests}; w=${Math.ceil(windowMs / 1000)}`;
  return async (request, response) => {
    const { totalHits, resetTime } = await store.increment(keyOf(request, exchangeOf(request, response).identity));
    const seconds = Math.max(1, Math.ceil(((resetTime?.getTime() ?? Date.now() + windowMs) - Date.now()) / 1000));
    response.setHeader('RateLimit-Policy', policy);
    response.setHeader('RateLimit', `"caller"; r=${Math.max(0, requests - totalHits)}; t=${seconds}`);
    if (totalHits <= requests) return;
    throw new HttpFailure('TOO_MANY_REQUESTS', `More than ${requests} requests in ${Math.ceil(windowMs / 1000)} s.`, {
      headers: { 'Retry-After': String(seconds) },
    });
  };
}

function keyOf(request: RestRequest, identity: Principal | HttpFailure | undefined): string {
  const isKnown = identity !== undefined && !(identity instanceof HttpFailure) && identity.user !== undefined;
  return isKnown ? identity.id : `address:${ipKeyGenerator(request.socket.remoteAddress ?? '')}`;
}
