import type { Agent, ClientRequest, IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import type { TlsOptions } from './tls-options.js';
import type { Endpoint } from './transport-endpoint.js';
import type { WireRequest } from './wire-messages.js';

/** The largest message taken from a server; Kubernetes sends pieces of 32 KiB. */
const MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

/** How one WebSocket handshake went. */
export type Upgrade =
  | { readonly kind: 'open'; readonly socket: WebSocket }
  /** The server answered as to an ordinary request: its status says why. */
  | { readonly kind: 'answer'; readonly message: IncomingMessage; readonly request: ClientRequest }
  | { readonly kind: 'failed'; readonly thrown: unknown };

/** Starts a WebSocket over the sockets and the TLS material of a transport. `end` cuts it off at any time. */
export async function upgrade(
  facts: { readonly endpoint: Endpoint; readonly agent: Agent; readonly tls: TlsOptions | undefined },
  request: WireRequest,
  protocols: readonly string[],
): Promise<{ readonly done: Promise<Upgrade>; readonly end: () => void }> {
  const { WebSocket } = await import('ws');
  const { endpoint } = facts;
  const host = endpoint.host.includes(':') ? `[${endpoint.host}]` : endpoint.host;
  const url = `${endpoint.secure ? 'wss' : 'ws'}://${host}:${String(endpoint.port)}${endpoint.prefix}${request.target}`;
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined && !/^(accept|accept-encoding|content-)/.test(name)) headers[name] = String(value);
  }
  const socket = new WebSocket(url, [...protocols], {
    headers,
    agent: facts.agent,
    ...facts.tls,
    followRedirects: false,
    perMessageDeflate: false,
    maxPayload: MAX_MESSAGE_BYTES,
  });
  const done = new Promise<Upgrade>((resolve) => {
    socket.once('open', () => {
      // What the server says at once must wait until someone listens.
      socket.pause();
      resolve({ kind: 'open', socket });
    });
    socket.once('unexpected-response', (outgoing, message) => {
      resolve({ kind: 'answer', message, request: outgoing });
    });
    socket.on('error', (thrown) => {
      resolve({ kind: 'failed', thrown });
    });
  });
  return {
    done,
    end: () => {
      socket.terminate();
    },
  };
}
