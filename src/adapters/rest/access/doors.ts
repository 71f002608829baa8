import type { ServerResponse } from 'node:http';
import { AccessRefusal } from '../../http/access-refusal.js';
import { createAuthenticator } from '../../http/authenticator.js';
import type { Guard } from '../../http/guard.js';
import { securityHeaders } from '../answer/security-headers.js';
import { exchangeOf, type RestRequest } from '../exchange.js';
import { HttpFailure } from '../failure.js';
import { DEFAULT_RATE_LIMIT, type RestOptions } from '../options.js';
import { principalOf } from '../principal-of.js';
import { cors } from './cors.js';
import { rateLimit } from './rate-limit.js';

/** Lets a request in; false when it has its answer already. Rejects with HttpFailure when it is turned away. */
export type Doors = (request: RestRequest, response: ServerResponse) => Promise<boolean>;

/** What every request passes before it is looked at: cheap refusals first, the ones that tell something of the server last. */
export function createDoors(options: RestOptions, guard: Guard): Doors {
  const authenticate = options.authenticate ?? createAuthenticator(options);
  const share = cors(options.allowedOrigins ?? []);
  const limit = options.rateLimit ?? DEFAULT_RATE_LIMIT;
  const count = limit === false ? undefined : rateLimit(limit);
  const headers = securityHeaders();
  return async (request, response) => {
    response.setHeaders(headers);
    const exchange = exchangeOf(request, response);
    const refusal = guard(request);
    if (refusal !== undefined) throw HttpFailure.of(refusal);
    if (share(request, response)) return false;
    const identity = await authenticate(request.headers);
    exchange.identity = identity instanceof AccessRefusal ? HttpFailure.of(identity) : identity;
    await count?.(request, response);
    principalOf(request, response);
    return true;
  };
}
