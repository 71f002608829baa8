import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import type { CertifiedKey } from '../certificates/certificate.js';
import { type Behaviour, NO_FAULT, type ProxyCounters, type ProxyTarget } from './behaviour.js';
import { carryConnection, type ProxiedConnection } from './connection.js';
import { expiredServer } from './expired-server.js';

/** How a proxy behaves from the start. */
export interface FaultProxyOptions {
  /** Added to each round trip, the TLS handshake's included. @default 0 */
  readonly latencyMs?: number;
  /** What `expire()` shows to clients; without it, `expire()` throws. */
  readonly expiredCertificate?: CertifiedKey;
}

/** The handles that break and mend an endpoint. Each acts at once, on open connections too. */
export interface Faults {
  /** Every answer comes at least this many milliseconds after its request. 0 = none. */
  latency(milliseconds: number): void;
  /** Connections are accepted, and nothing comes back. */
  hang(): void;
  /** Ends `hang`, `reset`, `halfClose`, `expire` and the mid-body faults; what was held back goes on. */
  resume(): void;
  /** Nothing listens any more: connection refused. Resolves when the port is closed. */
  stop(): Promise<void>;
  /** Listens again, at the same port. */
  start(): Promise<void>;
  /** Connections are accepted, then reset. */
  reset(): void;
  /** Connections break after so many more answer bytes (a TLS handshake is about 1,500). @default 16384 */
  resetMidBody(afterBytes?: number): void;
  /** Connections fall silent after so many more answer bytes. @default 16384 */
  hangMidBody(afterBytes?: number): void;
  /** The server's side is closed right after accepting. */
  halfClose(): void;
  /** The server certificate is one that expired an hour ago. */
  expire(): void;
  /** Back to normal: no latency, no fault, listening. */
  clear(): Promise<void>;
  /** Counted since the start. */
  counters(): Readonly<ProxyCounters> & { readonly openConnections: number };
}

/** A loopback TCP endpoint in front of `target` that can misbehave. */
export interface FaultProxy {
  /** Always `127.0.0.1`. */
  readonly host: string;
  readonly port: number;
  readonly faults: Faults;
  /** Stops listening and ends open connections. */
  close(): Promise<void>;
}

const MID_BODY_BYTES = 16 * 1024;

/** Starts a TCP proxy on a free loopback port. It does not look into TLS, so certificates and client certificates pass as they are. */
export async function startFaultProxy(target: ProxyTarget, options: FaultProxyOptions = {}): Promise<FaultProxy> {
  const connections = new Map<Socket, ProxiedConnection>();
  const counters: ProxyCounters = { connections: 0, roundTrips: 0 };
  let behaviour: Behaviour = { ...NO_FAULT, latencyMs: options.latencyMs ?? 0 };
  const expired = options.expiredCertificate === undefined ? undefined : expiredServer(target, options.expiredCertificate);

  const connectTarget = (): Socket => connect({ ...target, allowHalfOpen: true, noDelay: true });
  const accept = (client: Socket): ProxiedConnection => {
    if (behaviour.mode !== 'expired' || expired === undefined) return carryConnection(client, connectTarget, () => behaviour, counters);
    expired(client);
    return { apply: () => client.destroy(), destroy: () => client.destroy() };
  };
  const strike = (client: Socket): void => {
    // One that has said its last word cannot be reset any more: Node would keep its handle, and with it the process, for ever.
    if (behaviour.mode === 'reset') {
      if (client.writableEnded) client.destroy();
      else client.resetAndDestroy();
    }
    if (behaviour.mode === 'half-close') client.end();
  };
  const behave = (change: Partial<Behaviour>): void => {
    behaviour = { ...behaviour, ...change };
    for (const [client, connection] of connections) {
      strike(client);
      if (behaviour.mode === 'expired') connection.destroy();
      else connection.apply();
    }
  };

  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    counters.connections += 1;
    connections.set(client, accept(client));
    client.on('close', () => connections.delete(client));
    strike(client);
  });
  const listen = async (port: number): Promise<void> => {
    server.listen({ host: '127.0.0.1', port, backlog: 511 });
    await once(server, 'listening');
  };
  const stop = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    for (const connection of connections.values()) connection.destroy();
    await closed;
  };
  const start = async (): Promise<void> => {
    if (!server.listening) await listen(port);
  };

  await listen(0);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no TCP address.');
  const { port } = address;

  return {
    host: '127.0.0.1',
    port,
    close: stop,
    faults: {
      latency: (milliseconds) => behave({ latencyMs: milliseconds }),
      hang: () => behave({ mode: 'hang', cut: undefined }),
      resume: () => behave({ mode: 'pass', cut: undefined }),
      reset: () => behave({ mode: 'reset', cut: undefined }),
      halfClose: () => behave({ mode: 'half-close', cut: undefined }),
      resetMidBody: (afterBytes = MID_BODY_BYTES) => behave({ mode: 'pass', cut: { afterBytes, ending: 'reset' } }),
      hangMidBody: (afterBytes = MID_BODY_BYTES) => behave({ mode: 'pass', cut: { afterBytes, ending: 'hang' } }),
      expire() {
        if (expired === undefined) throw new Error('This proxy was started without `expiredCertificate`.');
        behave({ mode: 'expired', cut: undefined });
      },
      stop,
      start,
      async clear() {
        behave(NO_FAULT);
        await start();
      },
      counters: () => ({ ...counters, openConnections: connections.size }),
    },
  };
}
