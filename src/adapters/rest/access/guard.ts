import type { Request } from 'express';
import { HttpFailure } from '../failure.js';

export interface GuardOptions {
  /** Host names (without port) under which this server is known, beside the loopback names; `*` accepts every name. */
  readonly allowedHosts?: readonly string[] | undefined;
  /** Origins (`https://app.example.com`) whose pages may call: they pass and get CORS headers. Default: none. */
  readonly allowedOrigins?: readonly string[] | undefined;
}

/** A Host header: a name or address, an optional port, and nothing else that a URL may hold. */
const HOST = /^\[?(?<name>(?<=\[)[0-9a-f:.]+(?=\])|(?<!\[)[^\s:@/?#[\]\\]+)\]?(?::\d+)?$/i;

const LOOPBACK_NAMES: readonly string[] = ['localhost', '127.0.0.1', '::1'];

/** Turns away what a hostile page sends. Without authentication, callers of other machines too. Throws HttpFailure. */
export function createGuard(options: GuardOptions & { readonly authenticated: boolean }): (request: Request) => void {
  // Behind a token, a name that was rebound to this server gains a page nothing; who lists names means them.
  const named = options.allowedHosts ?? (options.authenticated ? ['*'] : []);
  const hosts = new Set([...LOOPBACK_NAMES, ...named].map((name) => name.toLowerCase()));
  const origins = new Set((options.allowedOrigins ?? []).map((origin) => origin.toLowerCase()));
  return (request) => {
    if (!options.authenticated) checkLoopback(request);
    checkHost(request.headers.host, hosts);
    checkOrigin(request.headers.origin, request.headers.host, origins);
  };
}

function checkLoopback({ socket, headers }: Request): void {
  const address = socket.remoteAddress?.replace(/^::ffff:/, '') ?? '';
  const forwarded = headers['forwarded'] ?? headers['x-forwarded-for'] ?? headers['x-real-ip'];
  if ((address === '::1' || address.startsWith('127.')) && forwarded === undefined) return;
  throw new HttpFailure('LOOPBACK_ONLY', 'This server asks for no token, so it serves only programs of its own machine.');
}

function checkHost(host: string | undefined, hosts: ReadonlySet<string>): void {
  const name = HOST.exec(host ?? '')?.groups?.['name']?.toLowerCase();
  if (name !== undefined && (hosts.has(name) || hosts.has('*'))) return;
  throw new HttpFailure('HOST_REFUSED', `This server does not answer to the host name ${shown(host)}.`);
}

function checkOrigin(origin: string | undefined, host: string | undefined, origins: ReadonlySet<string>): void {
  if (origin === undefined || origins.has(origin.toLowerCase()) || isOwnPage(origin, host)) return;
  throw new HttpFailure('ORIGIN_REFUSED', `Pages of ${shown(origin)} may not call this server.`);
}

/** A page of this very server, or of another program of this machine. */
function isOwnPage(origin: string, host: string | undefined): boolean {
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) return false;
  return url.host === host?.toLowerCase() || LOOPBACK_NAMES.includes(url.hostname.replace(/^\[|\]$/g, ''));
}

function shown(value: string | undefined): string {
  return value === undefined ? '(none)' : JSON.stringify(value.slice(0, 100));
}
