import type { Request, Response } from 'express';
import { missingToken } from './access/challenge.js';
import type { Principal } from './access/principal.js';
import { exchangeOf } from './exchange.js';
import { HttpFailure } from './failure.js';

/** Who asks. Throws HttpFailure when that is not known, or was never looked at. */
export function principalOf(request: Request, response: Response): Principal {
  const identity = exchangeOf(request, response).identity ?? missingToken();
  if (identity instanceof HttpFailure) throw identity;
  return identity;
}
