import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { AccessRefusal } from './access-refusal.js';

/** Under which names a server answers, and which web pages may call it. */
export interface GuardOptions {
  /** Host names (a port after them is left out) under which this server is known, beside the loopback names; `*` accepts every name. */
  readonly allowedHosts?: readonly string[] | undefined;
  /** Origins (`https://app.example.com`) or their host names whose pages may call, beside pages of this server and of this machine. */
  readonly allowedOrigins?: readonly string[] | undefined;
  /** Also accept addresses as Host: nobody can rebind a name to call one. For servers that do not listen on loopback only. */
  readonly acceptAddresses?: boolean | undefined;
  /** Serve only programs of this machine, and nobody whom a proxy brings. @default false */
  readonly loopbackOnly?: boolean | undefined;
}

/** What the guard looks at. */
export type GuardedRequest = Pick<IncomingMessage, 'headers'> & { readonly socket: Pick<IncomingMessage['socket'], 'remoteAddress'> };

/** Why a request is turned away; undefined when it may pass. */
export type Guard = (request: GuardedRequest) => AccessRefusal | undefined;

/** A Host header: a name or address, an optional port, and nothing else that a URL may hold. */
const HOST = /^\[?(?<name>(?<=\[)[0-9a-f:.]+(?=\])|(?<!\[)[^\s:@/?#[\]\\]+)\]?(?::\d+)?$/i;

const LOOPBACK_NAMES: readonly string[] = ['localhost', '127.0.0.1', '::1'];

/** Turns away what a hostile web page sends. Stands before authentication, so that a page never learns whether a token is needed. */
export function createGuard(options: GuardOptions): Guard {
  const hosts = new Set([...LOOPBACK_NAMES, ...(options.allowedHosts ?? [])].map((name) => nameIn(name) ?? name.toLowerCase()));
  const origins = new Set((options.allowedOrigins ?? []).map((origin) => origin.toLowerCase()));
  const { acceptAddresses = false, loopbackOnly = false } = options;
  return (request) => {
    const { host, origin } = request.headers;
    if (loopbackOnly && !isLoopbackCaller(request)) {
      return new AccessRefusal('LOOPBACK_ONLY', 'This server asks for no token, so it serves only programs of its own machine.');
    }
    const name = nameIn(host ?? '');
    const answersTo = name !== undefined && (hosts.has(name) || hosts.has('*') || (acceptAddresses && isIP(name) !== 0));
    if (!answersTo) return new AccessRefusal('HOST_REFUSED', `This server does not answer to the host name ${shown(host)}.`);
    if (origin === undefined || mayCall(origin, host, origins)) return undefined;
    return new AccessRefusal('ORIGIN_REFUSED', `Pages of ${shown(origin)} may not call this server.`);
  };
}

function isLoopbackCaller({ socket, headers }: GuardedRequest): boolean {
  const address = socket.remoteAddress?.replace(/^::ffff:/, '') ?? '';
  const forwarded = headers['forwarded'] ?? headers['x-forwarded-for'] ?? headers['x-real-ip'];
  return (address === '::1' || address.startsWith('127.')) && forwarded === undefined;
}

/** A page of a named origin, of this very server, or of another program of this machine. */
function mayCall(origin: string, host: string | undefined, origins: ReadonlySet<string>): boolean {
  if (origins.has(origin.toLowerCase())) return true;
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) return false;
  const name = url.hostname.replace(/^\[|\]$/g, '');
  return url.host === host?.toLowerCase() || LOOPBACK_NAMES.includes(name) || origins.has(name);
}

/** The name in a Host header, without its port. */
function nameIn(host: string): string | undefined {
  return HOST.exec(host)?.groups?.['name']?.toLowerCase();
}

function shown(value: string | undefined): string {
  return value === undefined ? '(none)' : JSON.stringify(value.slice(0, 100));
}
