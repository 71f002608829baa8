import type { IncomingMessage } from 'node:http';
import { HttpFailure } from '../failure.js';

/** The subprotocol: what stands in the messages, see docs/rest.md. */
export const EXEC_PROTOCOL = 'exec.fleetwright.v1';
/** A browser cannot set headers: there, the token comes as a subprotocol, base64url, which is never chosen. */
const BEARER_PROTOCOL = 'bearer.fleetwright.';

/** The first byte of what the server sends in binary. */
export const STREAM_BYTES = { stdout: 1, stderr: 2 } as const;

/** Why a session ends, as WebSockets tell it; the last text message says more. */
export const CLOSE = { ended: 1000, serverCloses: 1001, refused: 1008, failed: 1011 } as const;

/** Subprotocols that a client offers. */
export function offeredProtocols({ headers }: Pick<IncomingMessage, 'headers'>): string[] {
  const offered = headers['sec-websocket-protocol'] ?? '';
  return offered.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]));
}

/**
 * The `Authorization` header that a request means: its own, or what its subprotocols hold.
 * @throws HttpFailure WEBSOCKET_MALFORMED when there are both, and it is not clear which one counts
 */
export function authorizationOf(request: Pick<IncomingMessage, 'headers'>): string | undefined {
  const [first, ...more] = offeredProtocols(request).filter((name) => name.startsWith(BEARER_PROTOCOL));
  const own = request.headers.authorization;
  if (first === undefined) return own;
  if (own !== undefined || more.length > 0) throw malformed('There are several tokens: send one, as header or as subprotocol.');
  return `Bearer ${Buffer.from(first.slice(BEARER_PROTOCOL.length), 'base64url').toString('utf8')}`;
}

/** @throws HttpFailure UPGRADE_REQUIRED, WEBSOCKET_MALFORMED when it is no WebSocket of the known protocol */
export function checkHandshake(request: IncomingMessage): void {
  const { headers, method } = request;
  if (method !== 'GET' || headers.upgrade?.toLowerCase() !== 'websocket') throw upgradeRequired();
  if (headers['sec-websocket-version'] !== '13' || !/^[+/0-9A-Za-z]{22}==$/.test(headers['sec-websocket-key'] ?? '')) {
    throw malformed('The handshake is not that of RFC 6455.');
  }
  if (!offeredProtocols(request).includes(EXEC_PROTOCOL)) throw malformed(`Offer the subprotocol ${EXEC_PROTOCOL}.`);
}

/** What a plain request to the path of an interactive command gets. */
export function upgradeRequired(): HttpFailure {
  return new HttpFailure('UPGRADE_REQUIRED', 'This path is a WebSocket.', { headers: { Upgrade: 'websocket' } });
}

function malformed(message: string): HttpFailure {
  return new HttpFailure('WEBSOCKET_MALFORMED', message);
}

/** What a client says in text. */
export type ClientMessage = { readonly type: 'resize'; readonly columns: number; readonly rows: number } | { readonly type: 'stdin_end' };

/** Undefined for what is none of them. */
export function readClientMessage(text: string): ClientMessage | undefined {
  const value = parsed(text);
  if (typeof value !== 'object' || value === null || !('type' in value)) return undefined;
  if (value.type === 'stdin_end') return { type: 'stdin_end' };
  if (value.type !== 'resize' || !('columns' in value) || !('rows' in value)) return undefined;
  const { columns, rows } = value;
  return isLength(columns) && isLength(rows) ? { type: 'resize', columns, rows } : undefined;
}

function isLength(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= 10_000;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
