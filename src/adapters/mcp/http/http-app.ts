import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Fleet } from '../../../index.js';
import { upgradeResponse } from '../../http/upgrade-response.js';
import { answerJson, answerProblem, pathOf } from './answer.js';
import type { Door } from './door.js';
import { answerMetrics } from './metrics.js';
import { ReadinessCheck } from './readiness.js';

/** A part of an HTTP server, which answers some of the paths. `createMcpHttpHandler` and `createRestHandler` make one. */
export interface HttpHandler {
  /** Answers the requests that are its own; resolves with false, having done nothing, for others. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  /** Takes requests for another protocol that are its own; resolves with false, having done nothing, for others. */
  readonly upgrade?: ((request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<boolean>) | undefined;
  /** Waits for open calls at most `timeoutMs`, then ends what is left. */
  close(options?: { readonly timeoutMs?: number | undefined }): Promise<void>;
}

export interface HttpAppParts {
  readonly fleet: Fleet;
  /** Asked in this order. */
  readonly handlers: readonly HttpHandler[];
  readonly door: Door;
  readonly onerror: (error: Error) => void;
}

/** Every path of the HTTP server. */
export interface HttpApp {
  handle(request: IncomingMessage, response: ServerResponse): void;
  /** For the event `upgrade` of the server; absent where no handler takes any. */
  readonly upgrade?: ((request: IncomingMessage, socket: Duplex, head: Buffer) => void) | undefined;
  /** Refuses new requests, waits for open calls at most `timeoutMs`, then ends sessions and streams. */
  close(timeoutMs: number): Promise<void>;
}

/** Health, readiness and metrics beside what the handlers answer. */
export function createHttpApp({ fleet, handlers, door, onerror }: HttpAppParts): HttpApp {
  const readiness = new ReadinessCheck(fleet);
  const own = new Map<string, (request: IncomingMessage, response: ServerResponse) => void | Promise<void>>([
    ['/health', (_request, response) => answerJson(response, 200, { status: 'ok', timestamp: new Date().toISOString() })],
    ['/ready', (_request, response) => answerReadiness(readiness, response)],
    ['/metrics', (request, response) => answerMetrics(fleet, door, request, response)],
  ]);
  let closing = false;

  const route = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const answer = own.get(pathOf(request));
    if (answer === undefined) {
      for (const handler of handlers) if (await handler.handle(request, response)) return;
      answerProblem(request, response, { code: 'ROUTE_UNKNOWN', detail: 'There is nothing at this path.' });
    } else if (request.method === 'GET' || request.method === 'HEAD') {
      await answer(request, response);
    } else {
      answerProblem(request, response, { code: 'METHOD_NOT_ALLOWED', detail: 'Use GET.', headers: { Allow: 'GET, HEAD' } });
    }
  };

  const failed = (thrown: unknown, request: IncomingMessage, response: ServerResponse): void => {
    onerror(thrown instanceof Error ? thrown : new Error(String(thrown)));
    if (response.headersSent) response.destroy();
    else
      answerProblem(request, response, {
        code: 'INTERNAL',
        detail: 'Something failed that should not have; the log of the server says what.',
      });
  };

  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    if (closing) {
      const headers = { 'Connection': 'close', 'Retry-After': '1' };
      answerProblem(request, response, { code: 'SERVER_CLOSING', detail: 'This server is closing.', headers });
      return;
    }
    route(request, response).catch((thrown: unknown) => {
      failed(thrown, request, response);
    });
  };

  const upgrades = handlers.flatMap((handler) => (handler.upgrade === undefined ? [] : [handler.upgrade.bind(handler)]));
  const upgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    for (const take of upgrades) if (await take(request, socket, head)) return;
    const response = upgradeResponse(request, socket);
    // Nobody has to change protocols because a client offers to; only the body of such a request is out of reach.
    if (request.method === 'GET' || request.method === 'HEAD') handle(request, response);
    else
      answerProblem(request, response, {
        code: 'METHOD_NOT_ALLOWED',
        detail: 'Send it without the Upgrade header.',
        headers: { Allow: 'GET, HEAD' },
      });
  };

  return {
    handle,
    upgrade:
      upgrades.length === 0
        ? undefined
        : (request, socket, head) => {
            upgrade(request, socket, head).catch((thrown: unknown) => {
              onerror(thrown instanceof Error ? thrown : new Error(String(thrown)));
              socket.destroy();
            });
          },
    close: async (timeoutMs) => {
      closing = true;
      await Promise.all(handlers.map((handler) => handler.close({ timeoutMs })));
    },
  };
}

async function answerReadiness(readiness: ReadinessCheck, response: ServerResponse): Promise<void> {
  const { ready, timestamp } = await readiness.get();
  answerJson(response, ready ? 200 : 503, { status: ready ? 'ready' : 'not ready: no cluster answers', timestamp });
}
