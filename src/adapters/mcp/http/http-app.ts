import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Fleet } from '../../../index.js';
import { answerJson } from './answer.js';
import { Guard, type GuardOptions } from './guard.js';
import { pathOf, type McpHttpHandler } from './http-handler.js';
import { ReadinessCheck } from './readiness.js';

export interface HttpAppParts {
  readonly fleet: Fleet;
  readonly handler: McpHttpHandler;
  readonly guard: GuardOptions;
  readonly onerror: (error: Error) => void;
}

/** Every path of the HTTP server. */
export interface HttpApp {
  handle(request: IncomingMessage, response: ServerResponse): void;
  /** Refuses new requests, waits for open calls at most `timeoutMs`, then ends sessions and streams. */
  close(timeoutMs: number): Promise<void>;
}

/** MCP, health, readiness and metrics behind one door. */
export function createHttpApp({ fleet, handler, guard: guardOptions, onerror }: HttpAppParts): HttpApp {
  const guard = new Guard(guardOptions);
  const readiness = new ReadinessCheck(fleet);
  let closing = false;

  const route = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = pathOf(request);
    if (await handler.handle(request, response)) return;
    if (path !== '/health' && path !== '/ready' && path !== '/metrics')
      answerJson(response, 404, { error: 'Not found. There is /mcp, /sse, /health, /ready and /metrics.' });
    else if (request.method !== 'GET' && request.method !== 'HEAD')
      answerJson(response, 405, { error: 'Use GET.' }, { Allow: 'GET, HEAD' });
    else if (path === '/health') answerJson(response, 200, { status: 'ok', timestamp: new Date().toISOString() });
    else if (path === '/ready') await answerReadiness(readiness, response);
    else await answerMetrics(fleet, guard, request, response);
  };

  return {
    handle: (request, response) => {
      if (closing) {
        answerJson(response, 503, { error: 'This server is closing.' }, { Connection: 'close' });
        return;
      }
      route(request, response).catch((thrown: unknown) => {
        onerror(thrown instanceof Error ? thrown : new Error(String(thrown)));
        if (response.headersSent) response.destroy();
        else answerJson(response, 500, { error: 'Internal error.' });
      });
    },
    close: async (timeoutMs) => {
      closing = true;
      await handler.close({ timeoutMs });
    },
  };
}

async function answerReadiness(readiness: ReadinessCheck, response: ServerResponse): Promise<void> {
  const { ready, timestamp } = await readiness.get();
  answerJson(response, ready ? 200 : 503, { status: ready ? 'ready' : 'not ready: no cluster answers', timestamp });
}

/** Metrics name clusters: they are behind the same door as the tools. */
async function answerMetrics(fleet: Fleet, guard: Guard, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const refusal = guard.check(request.headers);
  if (refusal !== undefined) {
    answerJson(response, refusal.status, { error: refusal.message }, refusal.headers);
    return;
  }
  const text = await fleet.metrics();
  response.writeHead(200, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(text);
}
