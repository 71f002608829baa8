import { Router, type RequestHandler } from 'express';
import helmet from 'helmet';
import type { Fleet } from '../../index.js';
import { cors } from './access/cors.js';
import { createGuard } from './access/guard.js';
import { createIdentify, isAuthenticated } from './access/identify.js';
import { missingToken } from './access/challenge.js';
import { rateLimit } from './access/rate-limit.js';
import { answerProblem } from './answer/answer-problem.js';
import { checkOptions } from './check-options.js';
import { exchangeOf } from './exchange.js';
import { documentHandler } from './openapi/document-handler.js';
import { operationHandler } from './operation-handler.js';
import { DEFAULT_HEARTBEAT_MS, DEFAULT_MAX_BODY_BYTES, DEFAULT_RATE_LIMIT, type RestOptions } from './options.js';
import { principalOf } from './principal-of.js';
import { bodyReader } from './read-body.js';

/**
 * Every operation of a fleet as an HTTP route, for an Express 5 application: reads are `GET /v1/<toolset>/<operation>`, the rest
 * `POST`; `/openapi.json`, `/openapi.yaml` and, for people, `/docs` describe them. Without `tokens` or `jwt` only programs of the same machine are
 * served. Requests to other paths pass through untouched.
 * @throws FleetError CONFIG_INVALID with every wrong option in `details.problems`
 * @example
 * const app = express();
 * app.use(createRestRouter(fleet, { tokens: [{ user: 'ci', sha256: hashToken(token), roles: ['viewer'] }], roles }));
 * app.listen(8080, '127.0.0.1');
 */
export function createRestRouter(fleet: Fleet, options: RestOptions = {}): Router {
  checkOptions(options);
  const doors = doorsOf(options);
  const router = Router({ caseSensitive: true, strict: true });
  const body = bodyReader(options.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES);
  router.all('/openapi.json', ...doors, documentHandler(fleet, options, 'json'));
  router.all('/openapi.yaml', ...doors, documentHandler(fleet, options, 'yaml'));
  router.all('/docs', ...doors, documentHandler(fleet, options, 'html'));
  router.use('/v1', ...doors, operationHandler(fleet, body, options.heartbeatMs ?? DEFAULT_HEARTBEAT_MS));
  router.use(answerProblem(options.onerror));
  return router;
}

/** What every request passes before it is looked at: cheap refusals first, the ones that tell something of the server last. */
function doorsOf(options: RestOptions): RequestHandler[] {
  const guard = createGuard({ ...options, authenticated: isAuthenticated(options) });
  const identify = createIdentify(options);
  const limit = options.rateLimit ?? DEFAULT_RATE_LIMIT;
  return [
    helmet(),
    (request, response, next) => {
      exchangeOf(request, response);
      guard(request);
      next();
    },
    cors(options.allowedOrigins ?? []),
    async (request, response, next) => {
      exchangeOf(request, response).identity = await identify(request.headers.authorization);
      next();
    },
    ...(limit === false ? [] : [rateLimit(limit, (request, response) => exchangeOf(request, response).identity ?? missingToken())]),
    (request, response, next) => {
      principalOf(request, response);
      next();
    },
  ];
}
