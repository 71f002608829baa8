import type { RequestHandler } from 'express';

/** What a page may send and read beyond what browsers always allow. */
const SENT = 'Authorization, Content-Type, Accept, X-Request-Id';
const READ = 'X-Request-Id, X-Fleetwright-Cluster, Retry-After, RateLimit, RateLimit-Policy';

/** CORS for the named origins; for all others, and when none is named, there is none. Stands behind the guard. */
export function cors(allowedOrigins: readonly string[]): RequestHandler {
  const origins = new Set(allowedOrigins.map((origin) => origin.toLowerCase()));
  return (request, response, next) => {
    const { origin } = request.headers;
    if (origins.size > 0) response.vary('Origin');
    if (origin === undefined || !origins.has(origin.toLowerCase())) {
      next();
      return;
    }
    response.setHeader('Access-Control-Allow-Origin', origin);
    response.setHeader('Access-Control-Expose-Headers', READ);
    if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined) {
      next();
      return;
    }
    response.setHeader('Access-Control-Allow-Methods', 'GET, HEAD, POST');
    response.setHeader('Access-Control-Allow-Headers', SENT);
    response.setHeader('Access-Control-Max-Age', '600');
    response.status(204).end();
  };
}
