import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Fleet } from '../../../index.js';
import { createFleetSurface } from '../fleet-surface.js';
import { createMcpServer } from '../mcp-server.js';
import { answerJson } from './answer.js';
import { Guard, type GuardOptions } from './guard.js';
import { McpEndpoint } from './mcp-endpoint.js';
import type { HttpParts, SessionLimits } from './parts.js';
import { SseEndpoint } from './sse-endpoint.js';

export interface McpHttpOptions extends GuardOptions, SessionLimits {
  /** Told of what went wrong outside of any answer. */
  readonly onerror?: ((error: Error) => void) | undefined;
}

/** MCP for an HTTP server of your own. */
export interface McpHttpHandler {
  /** Answers requests to `/mcp`, `/sse` and `/sse/messages`; resolves with false, having done nothing, for other paths. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  /** Waits for open calls at most `timeoutMs` (default 0), then ends all sessions and streams. */
  close(options?: { readonly timeoutMs?: number | undefined }): Promise<void>;
}

const SSE_MESSAGES = '/sse/messages';

/**
 * Serves MCP over HTTP: Streamable HTTP at `/mcp` for the 2025 revisions (with sessions) and 2026-07-28 (without), HTTP+SSE at
 * `/sse` for older clients. Host and Origin are checked against the loopback names and what `options` adds.
 * @example
 * const mcp = createMcpHttpHandler(fleet, { authToken });
 * createServer(async (request, response) => {
 *   if (!(await mcp.handle(request, response))) response.writeHead(404).end();
 * }).listen(8080, '127.0.0.1');
 */
export function createMcpHttpHandler(fleet: Fleet, options: McpHttpOptions = {}): McpHttpHandler {
  return composeHttpHandler(fleetParts(fleet, options.onerror), options);
}

/** What a fleet serves over HTTP. */
export function fleetParts(fleet: Fleet, onerror: (error: Error) => void = () => undefined): HttpParts {
  const surface = createFleetSurface(fleet);
  return {
    surface,
    createServer: (caller) => createMcpServer({ caller, surface: () => Promise.resolve(surface) }),
    forgetCaller: (caller) => fleet.forgetCaller(caller),
    onerror,
  };
}

/** The endpoints over whatever parts they are given. */
export function composeHttpHandler(parts: HttpParts, options: McpHttpOptions): McpHttpHandler {
  const guard = new Guard(options);
  const mcp = new McpEndpoint(parts, options);
  const sse = new SseEndpoint(parts, SSE_MESSAGES, options);
  const routes = new Map<string, (request: IncomingMessage, response: ServerResponse) => Promise<void>>([
    ['/mcp', (request, response) => mcp.handle(request, response)],
    ['/sse', (request, response) => sse.open(request, response)],
    [SSE_MESSAGES, (request, response) => sse.message(request, response)],
  ]);
  return {
    handle: async (request, response) => {
      const route = routes.get(pathOf(request));
      if (route === undefined) return false;
      const refusal = guard.check(request.headers);
      if (refusal === undefined) await route(request, response);
      else
        answerJson(
          response,
          refusal.status,
          { jsonrpc: '2.0', error: { code: -32000, message: refusal.message }, id: null },
          refusal.headers,
        );
      return true;
    },
    close: async ({ timeoutMs = 0 } = {}) => {
      await mcp.whenIdle(timeoutMs);
      await Promise.all([mcp.close(), sse.close()]);
      parts.surface.close();
    },
  };
}

/** The path of a request without its query; undefined members and oddities become a path that matches nothing. */
export function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').split('?', 1)[0] ?? '';
}
