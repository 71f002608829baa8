import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Fleet } from '../../../index.js';
import { AccessRefusal } from '../../http/access-refusal.js';
import type { Principal } from '../../http/principal.js';
import { createFleetSurface } from '../fleet-surface.js';
import { createMcpServer } from '../mcp-server.js';
import { answerRpcError, pathOf } from './answer.js';
import { createDoor, type DoorOptions } from './door.js';
import type { HttpHandler } from './http-app.js';
import { McpEndpoint } from './mcp-endpoint.js';
import type { HttpParts, SessionLimits } from './parts.js';
import { SseEndpoint } from './sse-endpoint.js';

/** Who may call MCP over HTTP, and how many sessions there may be. */
export interface McpHttpOptions extends DoorOptions, SessionLimits {
  /** Told of what went wrong outside of any answer. */
  readonly onerror?: ((error: Error) => void) | undefined;
}

/** MCP for an HTTP server of your own: answers `/mcp`, `/sse` and `/sse/messages`. */
export type McpHttpHandler = HttpHandler;

const SSE_MESSAGES = '/sse/messages';
/** JSON-RPC: the server will not answer this. */
const REFUSED = -32000;

/**
 * Serves MCP over HTTP: Streamable HTTP at `/mcp` for the 2025 revisions (with sessions) and 2026-07-28 (without), HTTP+SSE at
 * `/sse` for older clients. Host and Origin are checked against the loopback names and what `options` adds.
 * @throws FleetError CONFIG_INVALID
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
    createServer: (requesterOf) => createMcpServer({ requesterOf, surface: () => Promise.resolve(surface) }),
    forgetCaller: (caller) => fleet.forgetCaller(caller),
    onerror,
  };
}

/** The endpoints over whatever parts they are given. */
export function composeHttpHandler(parts: HttpParts, options: McpHttpOptions): McpHttpHandler {
  const door = createDoor(options);
  const mcp = new McpEndpoint(parts, options);
  const sse = new SseEndpoint(parts, SSE_MESSAGES, options);
  const routes = new Map<string, (request: IncomingMessage, response: ServerResponse, principal: Principal) => Promise<void>>([
    ['/mcp', (...exchange) => mcp.handle(...exchange)],
    ['/sse', (...exchange) => sse.open(...exchange)],
    [SSE_MESSAGES, (...exchange) => sse.message(...exchange)],
  ]);
  let closing = false;
  return {
    handle: async (request, response) => {
      const route = routes.get(pathOf(request));
      if (route === undefined) return false;
      if (closing) {
        const headers = { 'Connection': 'close', 'Retry-After': '1' };
        answerRpcError(response, 503, { code: REFUSED, message: 'This server is closing.' }, { headers });
        return true;
      }
      const principal = await door(request);
      if (principal instanceof AccessRefusal) refuse(response, principal, parts.onerror);
      else await route(request, response, principal);
      return true;
    },
    close: async ({ timeoutMs = 0 } = {}) => {
      closing = true;
      await mcp.whenIdle(timeoutMs);
      await Promise.all([mcp.close(), sse.close()]);
      parts.surface.close();
    },
  };
}

function refuse(
  response: ServerResponse,
  { status, code, message, hint, headers, cause }: AccessRefusal,
  onerror: HttpParts['onerror'],
): void {
  // That keys cannot be read is no caller's fault: the person who runs this server must hear of it.
  if (status === 503) onerror(new Error(`${code}: ${message}`, { cause }));
  answerRpcError(response, status, { code: REFUSED, message: `${message} ${hint}`, data: { code } }, { headers });
}
