import type { IncomingMessage, ServerResponse } from 'node:http';
import { CONFIRMATION_HEADER } from '../confirmation-header.js';
import { vary } from '../answer/vary.js';

/** What a page may send and read beyond what browsers always allow. */
const SENT = `Authorization, Content-Type, Accept, X-Request-Id, ${CONFIRMATION_HEADER}`;
const READ = 'X-Request-Id, X-Fleetwright-Cluster, Retry-After, RateLimit, RateLimit-Policy';

/** True when the request was a question of a browser and has its answer. */
export type Cors = (request: IncomingMessage, response: ServerResponse) => boolean;

/** CORS for the named origins; for all others, and when none is named, there is none. Stands behind the guard. */
export function cors(allowedOrigins: readonly string[]): Cors {
  const origins = new Set(allowedOrigins.map((origin) => origin.toLowerCase()));
  return (request, response) => {
    const { origin } = request.headers;
    if (origins.size > 0) vary(response, 'Origin');
    if (origin === undefined || !origins.has(origin.toLowerCase())) return false;
    response.setHeader('Access-Control-Allow-Origin', origin);
    response.setHeader('Access-Control-Expose-Headers', READ);
    if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined) return false;
    response.setHeader('Access-Control-Allow-Methods', 'GET, HEAD, POST');
    response.setHeader('Access-Control-Allow-Headers', SENT);
    response.setHeader('Access-Control-Max-Age', '600');
    response.writeHead(204).end();
    return true;
  };
}
