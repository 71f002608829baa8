import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { ClusterSession } from '../../context.js';
import { FleetError, toFleetError } from '../../errors.js';
import { carryConnection } from './carry-connection.js';
import { PORT_FORWARD, type ForwardFacts, type ForwardResource } from './forward-facts.js';
import { resolveForward, type ForwardTarget } from './forward-target.js';

/** Connections of one forward at the same time, at most. */
const MOST_CONNECTIONS = 64;
/** A forward that nobody uses for so long ends (milliseconds). */
export const IDLE_MS = 30 * 60_000;

/** A TCP port of this machine's loopback that leads into a cluster. Each connection finds its pod anew. */
export class PortForward implements ForwardResource {
  readonly kind = PORT_FORWARD;
  readonly #session: ClusterSession;
  readonly #target: ForwardTarget;
  readonly #server: Server;
  readonly #ending = new AbortController();
  readonly #sockets = new Set<Socket>();
  readonly #startedAt = new Date().toISOString();
  readonly #bytes = { sent: 0, received: 0 };
  #connections = 0;
  #pod: string;
  #lastError: string | undefined;
  #idle: NodeJS.Timeout | undefined;
  #closing: Promise<void> | undefined;

  private constructor(session: ClusterSession, target: ForwardTarget, pod: string) {
    this.#session = session;
    this.#target = target;
    this.#pod = pod;
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
      this.#accept(socket);
    });
  }

  /**
   * Listens on 127.0.0.1 (`localPort` 0 = a free one). The target is looked up once, so that a wrong one is told at once.
   * @param onIdle called when the forward ended itself
   * @throws FleetError what looking up throws; PORT_TAKEN
   */
  static async start(
    session: ClusterSession,
    target: ForwardTarget,
    options: { readonly localPort: number; readonly signal: AbortSignal; readonly onIdle: () => void },
  ): Promise<PortForward> {
    const { pod } = await resolveForward(session, target, options.signal);
    const forward = new PortForward(session, target, pod);
    try {
      forward.#server.listen(options.localPort, '127.0.0.1');
      await once(forward.#server, 'listening');
    } catch (cause) {
      throw new FleetError('PORT_TAKEN', `Cannot listen on 127.0.0.1:${String(options.localPort)}: ${toFleetError(cause).message}`, {
        cause,
      });
    }
    forward.#idle = setTimeout(() => {
      if (forward.#sockets.size > 0) {
        forward.#idle?.refresh();
        return;
      }
      void forward.close().then(options.onIdle);
    }, IDLE_MS).unref();
    return forward;
  }

  facts(): ForwardFacts {
    const address = this.#server.address();
    return {
      cluster: this.#session.cluster.name,
      target: this.#target,
      localPort: typeof address === 'object' && address !== null ? address.port : 0,
      startedAt: this.#startedAt,
      connections: this.#connections,
      openConnections: this.#sockets.size,
      bytesSent: this.#bytes.sent,
      bytesReceived: this.#bytes.received,
      pod: this.#pod,
      lastError: this.#lastError,
    };
  }

  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end(): Promise<void> {
    clearTimeout(this.#idle);
    this.#ending.abort(new FleetError('CLOSED', 'The port-forward was ended.', { cluster: this.#session.cluster.name }));
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #accept(socket: Socket): void {
    if (this.#sockets.size >= MOST_CONNECTIONS) {
      this.#lastError = `More than ${String(MOST_CONNECTIONS)} connections at once; one was turned away.`;
      socket.destroy();
      return;
    }
    this.#connections += 1;
    this.#sockets.add(socket);
    this.#idle?.refresh();
    // What goes wrong with a local program is its own affair.
    socket.on('error', () => undefined);
    socket.once('close', () => {
      this.#sockets.delete(socket);
    });
    this.#carry(socket).catch((thrown: unknown) => {
      if (!this.#ending.signal.aborted) this.#lastError = toFleetError(thrown).message;
      // A reset tells the local program more than an end would: nothing was answered.
      socket.resetAndDestroy();
    });
  }

  async #carry(socket: Socket): Promise<void> {
    const { signal } = this.#ending;
    const { pod, port } = await resolveForward(this.#session, this.#target, signal);
    this.#pod = pod;
    await carryConnection(this.#session, { pod, port, namespace: this.#target.namespace }, { socket, bytes: this.#bytes, signal });
  }
}
