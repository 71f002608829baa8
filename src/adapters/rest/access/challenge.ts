import { HttpFailure } from '../failure.js';

const REALM = 'Bearer realm="fleetwright"';

export function missingToken(): HttpFailure {
  return new HttpFailure('TOKEN_MISSING', 'This server needs a token.', { headers: { 'WWW-Authenticate': REALM } });
}

/** The message must tell nothing of the token. */
export function invalidToken(message: string, cause?: unknown): HttpFailure {
  return new HttpFailure('TOKEN_INVALID', message, { headers: { 'WWW-Authenticate': `${REALM}, error="invalid_token"` }, cause });
}
