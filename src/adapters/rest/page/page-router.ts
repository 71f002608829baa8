import { type Request, type RequestHandler, type Response, Router } from 'express';
import helmet from 'helmet';
import { HttpFailure } from '../failure.js';
import { type PageAssets, type PageFile, readPageAssets } from './page-assets.js';
import { shippedFolder } from './shipped-folder.js';

/** Loads its own files and talks to its own server, and nothing else; no text can become markup or a script. */
const POLICY = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'"],
  'connect-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
  'require-trusted-types-for': ["'script'"],
  'trusted-types': ["'none'"],
};

/** An address below `/page` holds the digest of what is there. */
const FOR_EVER = 'public, max-age=31536000, immutable';

/**
 * The web page at `/` and its files below `/page`. They hold nothing of the fleet, so they need no token: the page asks for one.
 * @param door what every request must pass
 */
export function pageRouter(door: RequestHandler): Router {
  const headers = helmet({ contentSecurityPolicy: { useDefaults: false, directives: POLICY } });
  const router = Router({ caseSensitive: true, strict: true });
  let assets: PageAssets | undefined;
  const read = (): PageAssets => (assets ??= readPageAssets(shippedFolder()));
  router.all('/', headers, door, (request, response) => {
    checkMethod(request);
    // The files are addressed beside the document: below a prefix that needs its slash.
    if (!pathOf(request).endsWith('/')) response.redirect(308, `${request.baseUrl}/`);
    else sendFile(request, response, read().document, 'no-cache');
  });
  router.use('/page', headers, door, (request, response) => {
    checkMethod(request);
    const file = read().files.get(`/page${request.path}`);
    if (file === undefined) throw new HttpFailure('ROUTE_UNKNOWN', 'There is no such file of the page; load the page again.');
    sendFile(request, response, file, FOR_EVER);
  });
  return router;
}

function checkMethod({ method }: Request): void {
  if (method === 'GET' || method === 'HEAD') return;
  throw new HttpFailure('METHOD_NOT_ALLOWED', 'The page can only be read.', { headers: { Allow: 'GET, HEAD' } });
}

function pathOf({ originalUrl }: Request): string {
  return originalUrl.split('?', 1)[0] ?? '/';
}

function sendFile(request: Request, response: Response, { type, body, etag }: PageFile, caching: string): void {
  response.setHeader('Cache-Control', caching);
  response.setHeader('ETag', etag);
  if (request.fresh) {
    response.writeHead(304).end();
    return;
  }
  response.writeHead(200, { 'Content-Type': type, 'Content-Length': String(body.length) });
  response.end(body);
}
