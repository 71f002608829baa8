import type { Request, RequestHandler, Response } from 'express';
import { ipKeyGenerator, rateLimit as createLimiter } from 'express-rate-limit';
import { HttpFailure } from '../failure.js';
import type { RateLimit } from '../options.js';
import type { Principal } from './principal.js';

/**
 * Counts the requests of each caller: by who they are, and those without a good token by their address, so that guessing is
 * limited too. Stands behind the identification and before its refusal.
 */
export function rateLimit(
  { requests, windowMs }: RateLimit,
  identityOf: (request: Request, response: Response) => Principal | HttpFailure,
): RequestHandler {
  return createLimiter({
    limit: requests,
    windowMs,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    // The library would look for proxies and print what it thinks; who calls is decided here.
    validate: false,
    keyGenerator: (request, response) => {
      const identity = identityOf(request, response);
      const isKnown = !(identity instanceof HttpFailure) && identity.caller.user !== undefined;
      return isKnown ? identity.caller.id : `address:${ipKeyGenerator(request.socket.remoteAddress ?? '')}`;
    },
    handler: (_request, response, next) => {
      const seconds = Number(response.getHeader('Retry-After') ?? Math.ceil(windowMs / 1000));
      next(
        new HttpFailure('TOO_MANY_REQUESTS', `More than ${requests} requests in ${Math.ceil(windowMs / 1000)} s.`, {
          headers: { 'Retry-After': String(Math.max(1, Math.ceil(seconds))) },
        }),
      );
    },
  });
}
