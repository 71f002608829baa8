import type { KubeConfig } from '@kubernetes/client-node';
import { FleetError } from '../errors.js';
import { silentLogger, type Logger } from '../platform/logger.js';
import type { AllowRequest } from './allow-request.js';
import type { ClusterConnection } from './cluster-connection.js';
import type { RequestFacts } from './connection-options.js';
import type { ClusterDescriptor } from './descriptor.js';
import { openSession } from './open-session.js';
import type { ClusterSession } from './session.js';
import { toKubeConfig } from './session-kube-config.js';

export type { RequestFacts } from './connection-options.js';
export type { AllowRequest } from './allow-request.js';

/** Time limits and listeners of a pool. */
export interface SessionPoolOptions {
  /** Milliseconds without a call after which the connections of a cluster are closed. @default 300000 */
  readonly idleTimeoutMs?: number | undefined;
  /** Milliseconds that one HTTP request may take, its body included; a followed stream only until its first byte. @default 30000 */
  readonly requestTimeoutMs?: number | undefined;
  /** Milliseconds that a credential plugin may take. @default 30000 */
  readonly pluginTimeoutMs?: number | undefined;
  readonly onOpened?: ((facts: { readonly cluster: string; readonly identity: string }) => void) | undefined;
  readonly onClosed?:
    | ((facts: { readonly cluster: string; readonly identity: string; readonly why: 'idle' | 'changed' | 'removed' | 'closed' }) => void)
    | undefined;
  readonly onRequest?: ((facts: RequestFacts) => void) | undefined;
  readonly logger?: Logger | undefined;
}

/** How full a pool is. */
export interface SessionPoolStats {
  /** Clusters with open connections. */
  readonly open: number;
  readonly sockets: number;
  /** Requests in flight. */
  readonly active: number;
}

interface Entry {
  descriptor: ClusterDescriptor;
  readonly connections: Map<string, ClusterConnection>;
}

/** The connections of a fleet: one pool of keep-alive sockets per cluster and identity, opened at the first call. */
export class SessionPool {
  readonly #options: SessionPoolOptions;
  readonly #logger: Logger;
  readonly #entries = new Map<string, Entry>();
  #closed = false;

  constructor(options: SessionPoolOptions = {}) {
    this.#options = options;
    this.#logger = options.logger ?? silentLogger;
  }

  /**
   * A view on a cluster: cheap, opens nothing. `allow` is asked before every request of this view and refuses by giving an error.
   * A view outlives changes of its cluster: after `refresh` its next call uses the new connection data.
   */
  session(
    descriptor: ClusterDescriptor,
    options: { readonly identity?: string | undefined; readonly allow?: AllowRequest | undefined } = {},
  ): ClusterSession {
    this.refresh(descriptor.name, descriptor);
    const identity = options.identity ?? 'default';
    return openSession({
      cluster: descriptor,
      identity,
      allow: options.allow,
      connection: () => this.#connection(descriptor.name, identity),
      known: () => this.#known(descriptor.name, identity),
    });
  }

  /**
   * The way out to @kubernetes/client-node for what sessions do not do. The policy of a view does not hold on what it sends.
   * @throws FleetError CLUSTER_UNKNOWN, CLOSED and what connecting throws.
   */
  async kubeConfig(session: ClusterSession, signal: AbortSignal): Promise<KubeConfig> {
    const cluster = session.cluster.name;
    const { settings, authentication } = await (await this.#connection(cluster, session.identity)).credential(signal);
    return await toKubeConfig(settings, authentication, cluster);
  }

  /** The connection data of a cluster may have changed: calls in flight end on the old connections, new ones use the new. */
  refresh(name: string, descriptor: ClusterDescriptor): void {
    const entry = this.#entries.get(name);
    if (entry === undefined) {
      this.#entries.set(name, { descriptor, connections: new Map() });
      return;
    }
    const changed = entry.descriptor.fingerprint !== descriptor.fingerprint;
    entry.descriptor = descriptor;
    if (changed) this.#retire(entry, 'changed');
  }

  /** The cluster is gone: calls in flight end, later calls of its views fail with CLUSTER_UNKNOWN. */
  remove(name: string): void {
    const entry = this.#entries.get(name);
    this.#entries.delete(name);
    if (entry !== undefined) this.#retire(entry, 'removed');
  }

  /** Ends all connections; calls in flight and later ones fail with CLOSED. */
  async close(): Promise<void> {
    this.#closed = true;
    const entries = [...this.#entries.values()];
    this.#entries.clear();
    for (const { descriptor, connections } of entries) {
      for (const connection of connections.values()) connection.close(closedError(descriptor.name));
    }
    // One turn of the event loop, so that the calls in flight have seen their end.
    await new Promise((resolve) => setImmediate(resolve));
  }

  stats(): SessionPoolStats {
    const all = [...this.#entries.values()].flatMap((entry) => [...entry.connections.values()]);
    const sum = (count: (connection: ClusterConnection) => number): number =>
      all.reduce((total, connection) => total + count(connection), 0);
    return {
      open: sum((connection) => (connection.isOpen ? 1 : 0)),
      sockets: sum((connection) => connection.sockets),
      active: sum((connection) => connection.active),
    };
  }

  async #connection(name: string, identity: string): Promise<ClusterConnection> {
    const early = this.#known(name, identity);
    if (early !== undefined) return early;
    // TLS, compression and what else a connection needs is loaded here: a fleet that is only looked at starts without it.
    const { ClusterConnection } = await import('./cluster-connection.js');
    const existing = this.#known(name, identity);
    if (existing !== undefined) return existing;
    const entry = this.#entry(name);
    const connection = new ClusterConnection(entry.descriptor, identity, {
      idleTimeoutMs: this.#options.idleTimeoutMs ?? 5 * 60_000,
      requestTimeoutMs: this.#options.requestTimeoutMs ?? 30_000,
      pluginTimeoutMs: this.#options.pluginTimeoutMs,
      onRequest: this.#options.onRequest === undefined ? undefined : (facts) => this.#tell(() => this.#options.onRequest?.(facts)),
      onOpened: () => {
        this.#logger.log('debug', 'Connections to a cluster opened', { cluster: name, identity });
        this.#tell(() => this.#options.onOpened?.({ cluster: name, identity }));
      },
      onClosed: (why) => {
        this.#logger.log('debug', 'Connections to a cluster closed', { cluster: name, identity, why });
        this.#tell(() => this.#options.onClosed?.({ cluster: name, identity, why }));
      },
    });
    entry.connections.set(identity, connection);
    return connection;
  }

  #known(name: string, identity: string): ClusterConnection | undefined {
    return this.#entry(name).connections.get(identity);
  }

  #entry(name: string): Entry {
    if (this.#closed) throw closedError(name);
    const entry = this.#entries.get(name);
    if (entry === undefined) throw new FleetError('CLUSTER_UNKNOWN', `Cluster "${name}" was removed from the fleet.`, { cluster: name });
    return entry;
  }

  /** A listener that throws breaks no call. */
  #tell(listener: () => void): void {
    try {
      listener();
    } catch (error) {
      this.#logger.log('error', 'A listener of the session pool failed', { error });
    }
  }

  #retire(entry: Entry, why: 'changed' | 'removed'): void {
    for (const connection of entry.connections.values()) connection.retire(why);
    entry.connections.clear();
  }
}

function closedError(cluster: string): FleetError {
  return new FleetError('CLOSED', `The connections to cluster "${cluster}" were closed.`, { cluster });
}
