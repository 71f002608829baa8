import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';

/** Why a request is turned away, as an HTTP answer. */
export interface Refusal {
  readonly status: 401 | 403;
  readonly message: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface GuardOptions {
  /** Every request must carry it as `Authorization: Bearer …`. */
  readonly authToken?: string | undefined;
  /** Host names (without port) under which this server is known, beside the loopback names; `*` accepts every name. */
  readonly allowedHosts?: readonly string[] | undefined;
  /** Origins (`https://app.example.com`) or their host names whose pages may call, beside pages of this machine. */
  readonly allowedOrigins?: readonly string[] | undefined;
  /** Also accept addresses as Host: nobody can rebind a name to call one. For servers that do not listen on loopback only. */
  readonly acceptAddresses?: boolean | undefined;
}

/** A Host header: a name or address, an optional port, and nothing else that a URL may hold. */
const HOST = /^\[?(?<name>(?<=\[)[0-9a-f:.]+(?=\])|(?<!\[)[^\s:@/?#[\]\\]+)\]?(?::\d+)?$/i;

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '::1'];

/** Turns away what a hostile web page or a stranger sends. Host first, so that a page never learns whether a token is needed. */
export class Guard {
  readonly #tokenDigest: Buffer | undefined;
  readonly #hosts: ReadonlySet<string>;
  readonly #origins: ReadonlySet<string>;
  readonly #acceptAddresses: boolean;

  constructor(options: GuardOptions) {
    this.#tokenDigest = options.authToken === undefined ? undefined : digest(options.authToken);
    this.#hosts = new Set([...LOOPBACK_NAMES, ...(options.allowedHosts ?? [])].map((name) => nameIn(name) ?? name));
    this.#origins = new Set([...LOOPBACK_NAMES, ...(options.allowedOrigins ?? [])].map((name) => name.toLowerCase()));
    this.#acceptAddresses = options.acceptAddresses ?? false;
  }

  check(headers: IncomingHttpHeaders): Refusal | undefined {
    return this.#checkHost(headers.host) ?? this.#checkOrigin(headers.origin) ?? this.#checkToken(headers.authorization);
  }

  #checkHost(host: string | undefined): Refusal | undefined {
    const name = nameIn(host ?? '');
    if (name !== undefined && (this.#hosts.has(name) || this.#hosts.has('*') || (this.#acceptAddresses && isIP(name) !== 0)))
      return undefined;
    return forbidden(`This server does not answer to the host name ${shown(host)}. Add it to the allowed hosts if it is right.`);
  }

  #checkOrigin(origin: string | undefined): Refusal | undefined {
    if (origin === undefined) return undefined;
    const name = hostNameOf(origin);
    if (this.#origins.has(origin.toLowerCase()) || (name !== undefined && this.#origins.has(name))) return undefined;
    return forbidden(`Pages of ${shown(origin)} may not call this server. Add the origin to the allowed origins if they should.`);
  }

  #checkToken(authorization: string | undefined): Refusal | undefined {
    if (this.#tokenDigest === undefined) return undefined;
    const given = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
    if (given !== undefined && timingSafeEqual(digest(given), this.#tokenDigest)) return undefined;
    const challenge = given === undefined ? 'Bearer realm="fleetwright"' : 'Bearer realm="fleetwright", error="invalid_token"';
    const message = given === undefined ? 'This server needs a token: send `Authorization: Bearer TOKEN`.' : 'The token is not valid.';
    return { status: 401, message, headers: { 'WWW-Authenticate': challenge } };
  }
}

/** The name in a Host header, without its port. */
function nameIn(host: string): string | undefined {
  return HOST.exec(host)?.groups?.['name']?.toLowerCase();
}

function forbidden(message: string): Refusal {
  return { status: 403, message, headers: {} };
}

/** Digests have one length, so that comparing them tells nothing of the token, not even its length. */
function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

function hostNameOf(url: string): string | undefined {
  try {
    const { hostname } = new URL(url);
    return hostname === '' ? undefined : hostname.replace(/^\[|\]$/g, '').toLowerCase();
  } catch {
    return undefined;
  }
}

function shown(value: string | undefined): string {
  return value === undefined ? '(none)' : JSON.stringify(value.slice(0, 100));
}
