import { ActiveClusters } from './clusters/active-clusters.js';
import { clusterDetail } from './clusters/cluster-detail.js';
import { clusterInfo, type ClusterInfo } from './clusters/cluster-info.js';
import type { ClusterDescriptor } from './clusters/descriptor.js';
import { FleetDiscovery, type RefreshStatus } from './clusters/fleet-discovery.js';
import { FleetProber } from './clusters/fleet-prober.js';
import { type FleetStatus, fleetStatus } from './clusters/fleet-status.js';
import type { SelectOptions, StatusOptions } from './clusters/look-options.js';
import type { RefreshReport } from './clusters/refresh-history.js';
import { ClusterRegistry } from './clusters/registry.js';
import type { RegistryChange } from './clusters/registry-change.js';
import type { RegistryEntry } from './clusters/registry-view.js';
import { resolveTarget, type TargetRequest } from './clusters/resolve-target.js';
import { parseSelector } from './clusters/selector.js';
import { matchSelector, type Selection } from './clusters/selector-match.js';
import type { ClusterSession } from './clusters/session.js';
import { type AllowRequest, type RequestFacts, SessionPool } from './clusters/session-pool.js';
import type { ClusterSource, SourceFailure } from './clusters/source.js';
import type { ClusterDetail, ClusterStatus } from './clusters/status.js';
import { FleetError } from './errors.js';
import type { FleetEvents } from './events.js';
import { type Logger, silentLogger } from './platform/logger.js';
import { limitedSignal } from './platform/limited-signal.js';
import { redactingLogger } from './platform/redacting-logger.js';
import { sharedSignal } from './platform/shared-signal.js';
import { configuredSources, type SourceSettings } from './sources/configured-sources.js';
import { type EventSubscriber, TypedEmitter } from './typed-emitter.js';

/** Where the clusters are and how to treat them. With no source named: KUBECONFIG, else `~/.kube/config`, else in-cluster, else none. */
export interface ClusterManagerOptions extends SourceSettings {
  /** A name or alias; `auto` is the only cluster there is. Serves reads only, unless it is the only cluster. @default 'auto' */
  readonly defaultCluster?: string | undefined;
  /** Watch the sources for changes. @default true */
  readonly autoDiscovery?: boolean | undefined;
  /** Alias to cluster name. */
  readonly clusterAliases?: Readonly<Record<string, string>> | undefined;
  /** Glob of cluster name to environment; the first match wins. */
  readonly environments?: Readonly<Record<string, string>> | undefined;
  /** Glob of cluster name to zone; the first match wins. */
  readonly zones?: Readonly<Record<string, string>> | undefined;
  /** Clusters probed at once. @default 10 */
  readonly probeConcurrency?: number | undefined;
  /** Milliseconds that one cluster may take to answer a probe. @default 5000 */
  readonly probeTimeoutMs?: number | undefined;
  /** Milliseconds that one request may take. @default 30000 */
  readonly requestTimeoutMs?: number | undefined;
  /** Milliseconds without a call after which connections are closed. @default 300000 */
  readonly idleTimeoutMs?: number | undefined;
  /** Default: silent. Lines are redacted before they reach it. */
  readonly logger?: Logger | undefined;
  /** The emitter to use, where a larger whole has one already. */
  readonly events?: TypedEmitter<FleetEvents> | undefined;
  /** Called after every request to an API server. */
  readonly onRequest?: ((facts: RequestFacts) => void) | undefined;
}

/**
 * The clusters of a fleet: finds them, follows their sources, knows which one a caller means, opens sessions and probes states.
 * Making one does nothing; the first call (or {@link start}) lists the sources. All methods throw FleetError.
 * @example
 * const clusters = new ClusterManager({ kubeconfigDir: '/etc/clusters' });
 * const session = await clusters.session('prod-1');
 * const { text } = await session.request({ path: '/version', signal: AbortSignal.timeout(5_000) });
 */
export class ClusterManager implements EventSubscriber<FleetEvents> {
  readonly #options: ClusterManagerOptions;
  readonly #events: TypedEmitter<FleetEvents>;
  readonly #registry: ClusterRegistry;
  readonly #discovery: FleetDiscovery;
  readonly #pool: SessionPool;
  readonly #prober: FleetProber;
  readonly #active = new ActiveClusters();

  constructor(options: ClusterManagerOptions = {}) {
    const { probeConcurrency = 10, probeTimeoutMs = 5000 } = options;
    const logger = redactingLogger(options.logger ?? silentLogger);
    checkPositive({ probeConcurrency, probeTimeoutMs, requestTimeoutMs: options.requestTimeoutMs, idleTimeoutMs: options.idleTimeoutMs });
    const events =
      options.events ??
      new TypedEmitter<FleetEvents>((error, event) => logger.log('error', 'A listener failed', { event, error: String(error) }));
    const sources: readonly ClusterSource[] = configuredSources(options);
    this.#options = options;
    this.#events = events;
    this.#registry = new ClusterRegistry(
      sources.map((source) => source.name),
      { environments: options.environments, zones: options.zones, aliases: options.clusterAliases },
    );
    this.#pool = new SessionPool({
      idleTimeoutMs: options.idleTimeoutMs,
      requestTimeoutMs: options.requestTimeoutMs,
      logger,
      onRequest: options.onRequest,
      onOpened: (facts) => events.emit('session-opened', facts),
      onClosed: (facts) => events.emit('session-closed', facts),
    });
    this.#prober = new FleetProber({
      // The descriptor of this moment: an older one would bring old connection data back.
      session: ({ name }) => this.#pool.session(this.#registry.find(name).descriptor),
      concurrency: probeConcurrency,
      timeoutMs: probeTimeoutMs,
      onTransition: ({ name }, { to, ...facts }, observedAt) => {
        if ('reason' in facts) events.emit('cluster-unreachable', { cluster: name, ...facts, observedAt });
        else events.emit('cluster-reachable', { cluster: name, ...facts, observedAt });
        logger.log('info', `A cluster became ${to}`, { cluster: name, ...facts });
      },
    });
    this.#discovery = new FleetDiscovery({
      sources,
      registry: this.#registry,
      events,
      watch: options.autoDiscovery ?? true,
      logger,
      onChange: (change) => this.#applyChange(change),
    });
  }

  /** Lists the sources for the first time, once. A source that fails does not throw: see {@link failures}. */
  async start(signal?: AbortSignal): Promise<void> {
    await this.#discovery.start(signal);
  }

  /**
   * Lists all sources again, now.
   * @param options.acceptRemovals believe that clusters are gone which vanished together, instead of holding them
   */
  async refresh(options: { readonly acceptRemovals?: boolean } = {}): Promise<RefreshReport> {
    return this.#discovery.refresh(options.acceptRemovals ?? false);
  }

  /** Every usable cluster in the order of names. Stale ones are among them; broken ones are in {@link failures}. */
  async list(options: { readonly caller?: string | undefined } = {}): Promise<ClusterInfo[]> {
    await this.start();
    return [...this.#registry.view.entries.values()].map((entry) => this.#info(entry, options.caller));
  }

  /**
   * One cluster by its exact name or an alias.
   * @throws FleetError CLUSTER_UNKNOWN with the valid names and the nearest, CLUSTER_NAME_CONFLICT, KUBECONFIG_INVALID
   */
  async get(name: string, options: { readonly caller?: string | undefined } = {}): Promise<ClusterInfo> {
    await this.start();
    return this.#info(this.#registry.find(name), options.caller);
  }

  /** The descriptor of an exact name or alias. Throws as {@link get}. */
  async resolve(name: string): Promise<ClusterDescriptor> {
    await this.start();
    return this.#registry.find(name).descriptor;
  }

  /** What could not be turned into a cluster, as of the last listing. Empty before the first. */
  failures(): readonly SourceFailure[] {
    return this.#registry.view.failures;
  }

  /**
   * The clusters that a selector means; every cluster when it is undefined.
   * @param options.within choose among these only; `find` gives one of them by name, or throws, or undefined for nothing
   * @throws FleetError SELECTOR_INVALID, CLUSTER_UNKNOWN
   */
  async select(selector: string | undefined, options: SelectOptions = {}): Promise<Selection> {
    await this.start();
    const { caller, within } = options;
    return matchSelector(selector === undefined ? { type: 'all' } : parseSelector(selector), {
      clusters: within?.clusters ?? [...this.#registry.view.entries.values()].map(({ descriptor }) => descriptor),
      find: within?.find ?? ((name) => this.#registry.find(name).descriptor),
      active: this.active(caller),
      health: (cluster) => this.#prober.board.healthOf(cluster),
    });
  }

  /** Chooses the cluster that a caller's later calls mean when they name none. */
  async setActive(name: string, caller: string = DEFAULT_CALLER): Promise<ClusterInfo> {
    await this.start();
    const entry = this.#registry.find(name);
    const cluster = entry.descriptor.name;
    const previous = this.#active.set(caller, cluster);
    if (previous !== cluster) this.#events.emit('active-cluster-changed', { caller, cluster, previous });
    return this.#info(entry, caller);
  }

  /** The cluster that a caller chose, by name; undefined when it chose none. */
  active(caller: string = DEFAULT_CALLER): string | undefined {
    return this.#active.get(caller);
  }

  /** Forgets what a caller chose. Call it when the caller has gone: choices are kept until then. */
  forgetCaller(caller: string): void {
    this.#active.forget(caller);
  }

  /** The cluster that an operation means: the one named, else the caller's active one, else (for reads) the default. */
  async resolveTarget(request: TargetRequest): Promise<ClusterDescriptor> {
    await this.start();
    return resolveTarget(request, {
      view: this.#registry.view,
      active: this.active(request.caller),
      defaultCluster: this.#options.defaultCluster,
    });
  }

  /** A session with a cluster. Opens nothing before its first request. `allow` is asked before every request. */
  async session(
    name: string,
    options: { readonly identity?: string | undefined; readonly allow?: AllowRequest | undefined } = {},
  ): Promise<ClusterSession> {
    return this.#pool.session(await this.resolve(name), options);
  }

  /** Probes the clusters in parallel. Partial by nature: look at the coverage. A cluster that hung a moment ago is left alone, unless named. */
  async status(options: StatusOptions = {}): Promise<FleetStatus> {
    const { clusters, caller, concurrency, timeoutMs, onResult } = options;
    const signal = sharedSignal(options.signal ?? new AbortController().signal);
    checkPositive({ concurrency, timeoutMs });
    await this.start(signal);
    const named = typeof clusters === 'object';
    const names = named
      ? clusters.map((name) => this.#registry.find(name).descriptor.name)
      : (await this.select(clusters, { caller })).clusters.map(({ name }) => name);
    const entries = [...new Set(names)].map((name) => this.#registry.find(name));
    return fleetStatus(this.#prober, entries, { signal, concurrency, timeoutMs, force: options.force ?? named }, onResult);
  }

  /** The states as last probed, without asking anyone; as reported, else Unknown, for clusters that were never probed. */
  async lastStatus(): Promise<readonly ClusterStatus[]> {
    await this.start();
    const entries = [...this.#registry.view.entries.values()];
    return entries.map(({ descriptor, stale }) => this.#prober.board.statusOf(descriptor, stale !== undefined));
  }

  /** One cluster in full, read now. Facts that could not be read are absent; the status says why. */
  async detail(name: string, signal: AbortSignal = new AbortController().signal): Promise<ClusterDetail> {
    const descriptor = await this.resolve(name);
    const timeoutMs = this.#options.probeTimeoutMs ?? 5000;
    const { clusters } = await this.status({ clusters: [descriptor.name], signal });
    const [status] = clusters;
    if (status === undefined) throw new FleetError('INTERNAL', 'The status of the cluster is missing.', { cluster: descriptor.name });
    const session = await this.session(descriptor.name);
    const limited = limitedSignal(signal, timeoutMs);
    const answers = status.state !== 'Unknown' && !this.#prober.board.isDoubtful(descriptor);
    return await clusterDetail(session, { status, answers }, limited.signal).finally(() => limited.release());
  }

  /** How the last looks at the sources went, and when each cluster was last seen. */
  async refreshStatus(): Promise<RefreshStatus & { readonly directory?: string; readonly autoDiscovery: boolean }> {
    await this.start();
    const { kubeconfigDir, managed = [], autoDiscovery = true } = this.#options;
    const directory = kubeconfigDir ?? managed[0]?.directory;
    return { ...(directory === undefined ? {} : { directory }), autoDiscovery, ...this.#discovery.status() };
  }

  /** Calls the listener at every such event. The same listener is added once. What it throws is logged and disturbs nobody. */
  on<Name extends keyof FleetEvents>(name: Name, listener: (...payload: FleetEvents[Name]) => void): this {
    this.#events.on(name, listener);
    return this;
  }

  /** Calls the listener at the next such event only. */
  once<Name extends keyof FleetEvents>(name: Name, listener: (...payload: FleetEvents[Name]) => void): this {
    this.#events.once(name, listener);
    return this;
  }

  /** Takes a listener away, added by `on` or `once`. */
  off<Name extends keyof FleetEvents>(name: Name, listener: (...payload: FleetEvents[Name]) => void): this {
    this.#events.off(name, listener);
    return this;
  }

  /** Stops watching and ends all connections. Later calls fail with CLOSED. */
  async close(): Promise<void> {
    this.#discovery.close();
    await this.#pool.close();
  }

  #info(entry: RegistryEntry, caller: string = DEFAULT_CALLER): ClusterInfo {
    return clusterInfo(entry, this.#registry.view.aliases, this.active(caller));
  }

  #applyChange(change: RegistryChange): void {
    for (const descriptor of change.changed) this.#pool.refresh(descriptor.name, descriptor);
    for (const { name } of change.removed) {
      this.#pool.remove(name);
      this.#prober.forget(name);
    }
  }
}

const DEFAULT_CALLER = 'default';

function checkPositive(numbers: Readonly<Record<string, number | undefined>>): void {
  for (const [name, value] of Object.entries(numbers)) {
    if (value !== undefined && !(value > 0 && Number.isFinite(value)))
      throw new FleetError('INPUT_INVALID', `${name} must be a positive number.`);
  }
}
