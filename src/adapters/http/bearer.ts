import type { IncomingHttpHeaders } from 'node:http';
import { AccessRefusal } from './access-refusal.js';

const REALM = 'Bearer realm="fleetwright"';

/** The token of an `Authorization: Bearer …` header; undefined when there is none, or more than one word. */
export function bearerToken({ authorization }: IncomingHttpHeaders): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
}

export function missingToken(): AccessRefusal {
  return new AccessRefusal('TOKEN_MISSING', 'This server needs a token: send `Authorization: Bearer TOKEN`.', {
    headers: { 'WWW-Authenticate': REALM },
  });
}

/** The message must tell nothing of the token. */
export function invalidToken(message: string, cause?: unknown): AccessRefusal {
  return new AccessRefusal('TOKEN_INVALID', message, { headers: { 'WWW-Authenticate': `${REALM}, error="invalid_token"` }, cause });
}
