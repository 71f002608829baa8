import type { IncomingMessage } from 'node:http';
import { HttpFailure } from '../failure.js';

/**
 * Turns away pages that may not open a WebSocket here: browsers ask nobody before they do, and no CORS header stops them. Stricter than
 * for other requests: only pages of this very server and of origins that are named, not those of other programs of this machine.
 * @throws HttpFailure ORIGIN_REFUSED
 */
export function checkOrigin({ headers }: Pick<IncomingMessage, 'headers'>, allowedOrigins: readonly string[]): void {
  const { origin, host } = headers;
  if (origin === undefined) return;
  const isNamed = allowedOrigins.some((allowed) => allowed.toLowerCase() === origin.toLowerCase());
  const isOwn = URL.canParse(origin) && new URL(origin).host === host?.toLowerCase();
  if (isNamed || isOwn) return;
  throw new HttpFailure('ORIGIN_REFUSED', `Pages of ${JSON.stringify(origin.slice(0, 100))} may not open a WebSocket here.`);
}
