import type { ServerResponse } from 'node:http';
import type { Caller } from '../../index.js';
import { missingToken } from '../http/bearer.js';
import type { Principal } from '../http/principal.js';
import { exchangeOf, type RestRequest } from './exchange.js';
import { HttpFailure } from './failure.js';

/** Who asks. Throws HttpFailure when that is not known, or was never looked at. */
export function principalOf(request: RestRequest, response: ServerResponse): Principal {
  const identity = exchangeOf(request, response).identity ?? HttpFailure.of(missingToken());
  if (identity instanceof HttpFailure) throw identity;
  return identity;
}

/** Requests keep no session, so their callers have no active cluster. */
export function callerOf({ id, user }: Principal): Caller {
  return { id: `rest:${id}`, user, stateful: false };
}
