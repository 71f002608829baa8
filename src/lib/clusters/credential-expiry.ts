import { X509Certificate } from 'node:crypto';
import { tokenClaims } from './token-claims.js';

/** When a JWT ends, in milliseconds since the epoch; undefined for other tokens. Reads, never verifies. */
export function tokenExpiry(token: string): number | undefined {
  const ends = tokenClaims(token)?.['exp'];
  return typeof ends === 'number' ? ends * 1000 : undefined;
}

/** When the first certificate of a PEM text ends, in milliseconds since the epoch; undefined when it cannot be read. */
export function certificateExpiry(pem: string): number | undefined {
  try {
    const end = Date.parse(new X509Certificate(pem).validTo);
    return Number.isNaN(end) ? undefined : end;
  } catch {
    return undefined;
  }
}
