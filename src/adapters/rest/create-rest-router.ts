import type { IncomingMessage, ServerResponse } from 'node:http';
import { Router, type RequestHandler } from 'express';
import type { Fleet } from '../../index.js';
import { asksForTokens, isLock } from '../http/authenticator.js';
import { createGuard, type Guard } from '../http/guard.js';
import { createDoors } from './access/doors.js';
import { answerProblem, problemAnswerer } from './answer/answer-problem.js';
import { checkOptions } from './check-options.js';
import { EventHub } from './events/event-hub.js';
import { eventsHandler } from './events/events-handler.js';
import { exchangeOf } from './exchange.js';
import { ExecHandler } from './exec/exec-handler.js';
import { execSettings } from './exec/exec-options.js';
import { upgradeRequired } from './exec/exec-protocol.js';
import { isExecPath } from './exec/exec-request.js';
import { HttpFailure } from './failure.js';
import { documentHandler } from './openapi/document-handler.js';
import { operationHandler, type OperationHandler } from './operation-handler.js';
import { DEFAULT_HEARTBEAT_MS, DEFAULT_MAX_BODY_BYTES, DEFAULT_STATUS_INTERVAL_MS, type RestOptions } from './options.js';
import { pageRouter } from './page/page-router.js';
import { bodyReader } from './read-body.js';

/**
 * Every operation of a fleet as an HTTP route, for an Express 5 application: reads are `GET /v1/<toolset>/<operation>`, the rest
 * `POST`; `/v1/events` tells what happens; `/openapi.json`, `/openapi.yaml` and, for people, `/docs` describe them. Without `tokens` or `jwt` only programs of the same machine are
 * served. Requests to other paths pass through untouched.
 * @throws FleetError CONFIG_INVALID with every wrong option in `details.problems`
 * @example
 * const app = express();
 * app.use(createRestRouter(fleet, { tokens: [{ user: 'ci', sha256: hashToken(token), roles: ['viewer'] }], roles }));
 * app.listen(8080, '127.0.0.1');
 */
export function createRestRouter(fleet: Fleet, options: RestOptions = {}): Router {
  return createRestRoutes(fleet, options).router;
}

/** The router, its hot path without Express, and how to end the streams of events, which never end by themselves. */
export interface RestRoutes {
  readonly router: Router;
  /** Answers a path below `/v1` that is an operation's. */
  readonly answerOperation: (request: IncomingMessage, response: ServerResponse, path: string) => Promise<void>;
  readonly endStreams: () => void;
  /** Absent where interactive commands are off. */
  readonly exec?: ExecHandler | undefined;
}

export function createRestRoutes(fleet: Fleet, options: RestOptions): RestRoutes {
  checkOptions(options);
  const guard = guardOf(options);
  const enter = createDoors(options, guard);
  const doors: RequestHandler = async (request, response, next) => {
    if (await enter(request, response)) next();
  };
  const times = {
    heartbeatMs: options.heartbeatMs ?? DEFAULT_HEARTBEAT_MS,
    statusIntervalMs: options.statusIntervalMs ?? DEFAULT_STATUS_INTERVAL_MS,
  };
  const hub = new EventHub(fleet, { ...times, onError: (error) => options.onerror?.(error, 'events') });
  const router = Router({ caseSensitive: true, strict: true });
  const plain = operationHandler(fleet, bodyReader(options.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES), times.heartbeatMs);
  const operation = options.exec === undefined ? plain : besideExec(plain);
  router.all('/openapi.json', doors, documentHandler(fleet, options, 'json'));
  router.all('/openapi.yaml', doors, documentHandler(fleet, options, 'yaml'));
  router.all('/docs', doors, documentHandler(fleet, options, 'html'));
  router.all('/v1/events', doors, eventsHandler(fleet, hub, times));
  router.use('/v1', doors, (request, response) => operation(request, response, request.path));
  if (options.page === true) router.use(pageRouter(doorOf(guard)));
  router.use(answerProblem(options.onerror));
  const answer = problemAnswerer(options.onerror);
  return {
    router,
    answerOperation: async (request, response, path) => {
      try {
        if (await enter(request, response)) await operation(request, response, path);
      } catch (thrown) {
        answer(thrown, request, response);
      }
    },
    endStreams: () => hub.close(),
    exec:
      options.exec === undefined
        ? undefined
        : new ExecHandler({
            fleet,
            doors: enter,
            answerProblem: answer,
            allowedOrigins: options.allowedOrigins ?? [],
            heartbeatMs: times.heartbeatMs,
            options: execSettings(options.exec),
          }),
  };
}

/** A plain request to the path of an interactive command is told what is meant to come. */
function besideExec(plain: OperationHandler): OperationHandler {
  return async (request, response, path) => {
    if (isExecPath({ url: `/v1${path}` })) throw upgradeRequired();
    await plain(request, response, path);
  };
}

function doorOf(guard: Guard): RequestHandler {
  return (request, response, next) => {
    exchangeOf(request, response);
    const refusal = guard(request);
    next(refusal === undefined ? undefined : HttpFailure.of(refusal));
  };
}

/** Behind a token, a name that was rebound to this server gains a page nothing; who lists names means them. */
function guardOf(options: RestOptions): Guard {
  const authenticated = isLock(options.authenticate) || asksForTokens(options);
  return createGuard({
    ...options,
    allowedHosts: options.allowedHosts ?? (authenticated ? ['*'] : []),
    loopbackOnly: !authenticated && options.allowUnauthenticated !== true,
  });
}
