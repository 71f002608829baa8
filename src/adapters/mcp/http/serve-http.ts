import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { FleetError, type Fleet } from '../../../index.js';
import { createDoor, isLocked } from './door.js';
import { createHttpApp, type HttpApp, type HttpHandler } from './http-app.js';
import { composeHttpHandler, fleetParts, type McpHttpOptions } from './http-handler.js';
import { checkListenAddress, guardFor } from './listen-address.js';
import type { HttpParts } from './parts.js';

/** Where to listen, and who may call. */
export interface ServeHttpOptions extends Omit<McpHttpOptions, 'acceptAddresses' | 'loopbackOnly'> {
  /** The address to listen on. Others than loopback need `authToken`, `authenticate` or `allowUnauthenticated`. @default '127.0.0.1' */
  readonly host?: string | undefined;
  /** 0 takes a free one. */
  readonly port: number;
  /** What else is served there, such as `createRestHandler(fleet)`. It checks callers itself, and is closed with the server. */
  readonly handlers?: readonly HttpHandler[] | undefined;
  /** Serve everyone who can connect, also through a proxy on this machine. */
  readonly allowUnauthenticated?: boolean | undefined;
  /** Milliseconds that open requests get to finish when the server closes. @default 5000 */
  readonly closeTimeoutMs?: number | undefined;
}

/** Parameters of REST reads stand in the request line. */
const MAX_HEADER_BYTES = 64 * 1024;

/** A running HTTP server. */
export interface HttpServing {
  /** Where it answers, without a path: `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Lets open requests finish, refuses new ones with 503, then ends. The fleet stays open. Calling twice is fine. */
  close(): Promise<void>;
}

/**
 * Serves a fleet over HTTP: MCP at `/mcp` and `/sse`, `/health`, `/ready`, `/metrics`.
 * @throws FleetError CONFIG_INVALID when the address is not allowed or cannot be listened on.
 */
export function serveHttp(fleet: Fleet, options: ServeHttpOptions): Promise<HttpServing> {
  return serveParts(fleet, fleetParts(fleet, options.onerror), options);
}

/** The same server over other parts. */
export async function serveParts(fleet: Fleet, parts: HttpParts, options: ServeHttpOptions): Promise<HttpServing> {
  const host = options.host ?? '127.0.0.1';
  const address = { ...options, host, locked: isLocked(options) };
  checkListenAddress(address);
  const guarded = { ...options, ...guardFor(address) };
  const handlers = [composeHttpHandler(parts, guarded), ...(options.handlers ?? [])];
  const app = createHttpApp({ fleet, handlers, door: createDoor(guarded), onerror: parts.onerror });
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES }, (request, response) => {
    app.handle(request, response);
  });
  if (app.upgrade !== undefined) server.on('upgrade', app.upgrade);
  await listen(server, host, options.port);
  let closing: Promise<void> | undefined;
  return {
    url: urlOf(server, host),
    close: () => (closing ??= closeServer(server, app, options.closeTimeoutMs ?? 5000)),
  };
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new FleetError('CONFIG_INVALID', `Cannot listen on ${host} port ${port}: ${why}.`, {
      cause: error,
      hint: 'Choose another port or address.',
    });
  }
}

async function closeServer(server: Server, app: HttpApp, timeoutMs: number): Promise<void> {
  // It goes on listening meanwhile: whoever comes now hears that it is closing, and may go elsewhere.
  await app.close(timeoutMs);
  server.close();
  server.closeAllConnections();
}

function urlOf(server: Server, host: string): string {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return `http://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}`;
}
