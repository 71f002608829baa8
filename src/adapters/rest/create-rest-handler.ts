import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import express from 'express';
import type { Fleet } from '../../index.js';
import { answerProblem } from './answer/answer-problem.js';
import { createRestRoutes } from './create-rest-router.js';
import { HttpFailure } from './failure.js';
import { OpenResponses } from './open-responses.js';
import type { RestOptions } from './options.js';

/** The HTTP API for an HTTP server of your own. */
export interface RestHandler {
  /** Answers requests to `/v1`, `/openapi.*`, `/docs` and, with `page`, `/` and `/page`; resolves with false, having done nothing, for other paths. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  /**
   * For the event `upgrade` of the server, where `exec` is on: opens interactive commands as WebSockets. Resolves with false, having done
   * nothing, for other paths.
   */
  readonly upgrade?: ((request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<boolean>) | undefined;
  /** Refuses new requests with 503, waits for open ones at most `timeoutMs` (default 0), then ends what is left. */
  close(options?: { readonly timeoutMs?: number | undefined }): Promise<void>;
}

const OUR_PATHS = ['/v1', '/openapi.json', '/openapi.yaml', '/docs'];

/**
 * The routes of {@link createRestRouter} without an Express application around them.
 * @throws FleetError CONFIG_INVALID with every wrong option in `details.problems`
 * @example
 * const rest = createRestHandler(fleet, { tokens });
 * createServer(async (request, response) => {
 *   if (!(await rest.handle(request, response))) response.writeHead(404).end();
 * }).listen(8080, '127.0.0.1');
 */
export function createRestHandler(fleet: Fleet, options: RestOptions = {}): RestHandler {
  const open = new OpenResponses();
  const { router, answerOperation, endStreams, exec } = createRestRoutes(fleet, options);
  const app = express();
  app.disable('x-powered-by');
  app.use(OUR_PATHS, (_request, response, next) => {
    if (open.closing) {
      throw new HttpFailure('SERVER_CLOSING', 'This server is closing.', { headers: { 'Connection': 'close', 'Retry-After': '1' } });
    }
    open.add(response);
    next();
  });
  app.use(router);
  app.use(answerProblem(options.onerror));
  const passOn = new WeakMap<IncomingMessage, () => void>();
  app.use((request) => {
    passOn.get(request)?.();
  });
  return {
    handle: (request, response) =>
      new Promise((resolve) => {
        response.once('close', () => {
          resolve(true);
        });
        const path = open.closing ? undefined : operationPath(request);
        if (path !== undefined) {
          open.add(response);
          void answerOperation(request, response, path);
          return;
        }
        passOn.set(request, () => {
          resolve(false);
        });
        app(request, response);
      }),
    upgrade: exec === undefined ? undefined : (...upgrade) => exec.upgrade(...upgrade),
    close: async ({ timeoutMs = 0 } = {}) => {
      const closed = [open.close(timeoutMs), exec === undefined ? Promise.resolve() : exec.close(timeoutMs)];
      endStreams();
      await Promise.all(closed);
    },
  };
}

/**
 * The path of an operation's route, without its `/v1`; undefined for all else. Nearly every request is one: they go around Express,
 * which takes as long as all the rest of a call.
 */
function operationPath({ url = '' }: IncomingMessage): string | undefined {
  const path = OPERATION.exec(url)?.[1];
  return path === '/events' ? undefined : path;
}

const OPERATION = /^\/v1(\/[^?#]*)(?:\?[^#]*)?$/;
