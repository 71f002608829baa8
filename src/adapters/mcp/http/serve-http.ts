import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { FleetError, type Fleet } from '../../../index.js';
import { createHttpApp, type HttpApp } from './http-app.js';
import { composeHttpHandler, fleetParts, type McpHttpOptions } from './http-handler.js';
import { checkListenAddress, isLoopback } from './listen-address.js';
import type { HttpParts } from './parts.js';

export interface ServeHttpOptions extends McpHttpOptions {
  /** The address to listen on. Others than loopback need `authToken` or `allowUnauthenticated`. @default '127.0.0.1' */
  readonly host?: string | undefined;
  /** 0 takes a free one. */
  readonly port: number;
  /** Serve everyone who can connect. */
  readonly allowUnauthenticated?: boolean | undefined;
  /** Milliseconds that open requests get to finish when the server closes. @default 5000 */
  readonly closeTimeoutMs?: number | undefined;
}

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
  checkListenAddress({ host, authToken: options.authToken, allowUnauthenticated: options.allowUnauthenticated });
  const guarded = { ...options, acceptAddresses: !isLoopback(host), allowedHosts: allowedHosts(host, options) };
  const app = createHttpApp({ fleet, handler: composeHttpHandler(parts, guarded), guard: guarded, onerror: parts.onerror });
  const server = createServer((request, response) => {
    app.handle(request, response);
  });
  await listen(server, host, options.port);
  let closing: Promise<void> | undefined;
  return {
    url: urlOf(server, host),
    close: () => (closing ??= closeServer(server, app, options.closeTimeoutMs ?? 5000)),
  };
}

/** Behind a token, a name that was rebound to this server gains a page nothing; who lists names means them. */
function allowedHosts(host: string, options: ServeHttpOptions): readonly string[] {
  if (options.allowedHosts !== undefined) return [host, ...options.allowedHosts];
  return !isLoopback(host) && options.authToken !== undefined ? ['*'] : [host];
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
  server.close();
  server.closeIdleConnections();
  await app.close(timeoutMs);
  server.closeAllConnections();
}

function urlOf(server: Server, host: string): string {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return `http://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}`;
}
