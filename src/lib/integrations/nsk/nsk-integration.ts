import { FleetError, toFleetError } from '../../errors.js';
import { type Logger, silentLogger } from '../../platform/logger.js';
import { askedWaitMs } from '../../platform/retry.js';
import { SharedTasks } from '../../platform/shared-task.js';
import { type EventSubscriber, type Listener, TypedEmitter } from '../../typed-emitter.js';
import { checkNskOptions, type NskIntegrationOptions } from './nsk-options.js';
import type { KubeconfigProvider, ProvidedCluster } from './kubeconfig-provider.js';
import { compileClusterPattern, type ClusterFilter } from './cluster-pattern.js';
import { readLedger, type Ledger } from './ledger.js';
import type { RancherFinding } from './finding.js';
import { mintedTokenExpiries } from './minted-tokens.js';
import type { NskEvents } from './nsk-events.js';
import { openClient } from './open-client.js';
import type { RancherClient } from '../rancher/rancher-client.js';
import { lastSeenIn, shownCluster, type NskStatus } from './nsk-status.js';
import type { NskKubeconfig } from './one-kubeconfig.js';
import type { FetchRules } from './refresh-plan.js';
import { RefreshRecord } from './refresh-record.js';
import type { NskRefreshReport } from './refresh-report.js';
import { scheduleRefreshes, type RefreshSchedule } from './refresh-schedule.js';

export type { NskCluster, NskStatus } from './nsk-status.js';

/** What to refresh. */
export interface NskRefreshOptions {
  /** Fetches every kubeconfig again, and believes a listing that lacks many clusters. */
  readonly force?: boolean | undefined;
  /** Regular expression (RE2): fetches only clusters whose names match. What is listed is accounted for all. */
  readonly pattern?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

const NEVER = new AbortController().signal;

/**
 * Keeps a folder of kubeconfigs current with a Rancher, through the program `nsk` or natively. Usable alone; nothing runs before
 * `start` or `refresh`. A refresh that fails leaves everything as it was.
 * @example
 * const nsk = new NskIntegration({ directory: '/etc/clusters', rancherUrl: 'https://rancher.example.com', rancherToken: () => token });
 * nsk.on('cluster-refreshed', ({ cluster, path }) => console.log(cluster, path));
 * const { summary } = await nsk.refresh();
 * await nsk.stop();
 */
export class NskIntegration implements EventSubscriber<NskEvents> {
  /** `nsk`, or what it is called where there are several. */
  readonly name: string;
  /** Where the kubeconfigs are. */
  readonly directory: string;
  readonly #options: NskIntegrationOptions;
  readonly #events: TypedEmitter<NskEvents>;
  readonly #logger: Logger;
  readonly #closing = new AbortController();
  readonly #running = new SharedTasks<NskRefreshReport>();
  readonly #record: RefreshRecord;
  #includes: Promise<ClusterFilter> | undefined;
  #provider: Promise<KubeconfigProvider> | undefined;
  #opened: KubeconfigProvider | undefined;
  #client: RancherClient | undefined;
  #started: Promise<void> | undefined;
  #schedule: RefreshSchedule | undefined;
  #ledger: Ledger | undefined;
  #last: Promise<unknown> = Promise.resolve();

  /** @throws FleetError CONFIG_INVALID with every problem of the options together */
  constructor(options: NskIntegrationOptions) {
    checkNskOptions(options);
    this.#options = options;
    this.name = options.name ?? 'nsk';
    this.directory = options.directory;
    this.#logger = options.logger ?? silentLogger;
    this.#events = new TypedEmitter((error, event) => {
      this.#logger.log('warn', 'A listener failed', { event, error: toFleetError(error).message });
    });
    this.#record = new RefreshRecord(options.directory, this.#events);
  }

  on<Name extends keyof NskEvents>(name: Name, listener: Listener<NskEvents[Name]>): this {
    this.#events.on(name, listener);
    return this;
  }

  once<Name extends keyof NskEvents>(name: Name, listener: Listener<NskEvents[Name]>): this {
    this.#events.once(name, listener);
    return this;
  }

  off<Name extends keyof NskEvents>(name: Name, listener: Listener<NskEvents[Name]>): this {
    this.#events.off(name, listener);
    return this;
  }

  /** Refreshes now, and with `autoRefresh` again and again. Resolves after the first refresh, whatever came of it. Starts once. */
  start(): Promise<void> {
    return (this.#started ??= this.#start());
  }

  async #start(): Promise<void> {
    const { autoRefresh = false, refreshIntervalMs = 3_600_000 } = this.#options;
    const quietly = async (): Promise<number | undefined> => {
      try {
        const { error } = await this.refresh();
        return error === undefined ? undefined : askedWaitMs(error);
      } catch (thrown) {
        const error = toFleetError(thrown);
        if (!this.#closing.signal.aborted) this.#logger.log('warn', 'The kubeconfigs could not be refreshed', { error: error.message });
        return askedWaitMs(error);
      }
    };
    await quietly();
    if (autoRefresh && !this.#closing.signal.aborted) this.#schedule = scheduleRefreshes(refreshIntervalMs, quietly);
  }

  /**
   * One refresh. Whoever asks for the same while it runs gets its report.
   * @throws FleetError INPUT_INVALID for a bad pattern, CLOSED after `stop`, FILE_FAILED when the folder cannot be used, TIMEOUT when
   * another process does not let go of it; what fails at Rancher is in the report
   */
  async refresh({ force = false, pattern, signal = NEVER }: NskRefreshOptions = {}): Promise<NskRefreshReport> {
    const matches = await compileClusterPattern(pattern);
    this.#assertOpen();
    const key = JSON.stringify([force, pattern ?? null]);
    return this.#running.run(key, (shared) => this.#inTurn(() => this.#refresh({ force, matches }, shared)), signal);
  }

  /** What is known now. Asks nobody but the folder. */
  async status(): Promise<NskStatus> {
    const { directory, autoRefresh = false, rancherUrl, profile } = this.#options;
    const ledger = (this.#ledger ??= await readLedger(directory));
    const expiries = await mintedTokenExpiries(directory);
    return {
      name: this.name,
      rancherUrl,
      profile,
      provider: this.#opened?.name,
      directory,
      autoRefresh,
      health: this.#record.health,
      failuresInARow: this.#record.failuresInARow,
      lastRefresh: this.#record.history[0]?.startedAt ?? lastSeenIn(ledger),
      nextRefresh: this.#schedule?.next(),
      history: this.#record.history,
      clusters: [...ledger.values()].map((entry) => ({ ...shownCluster(entry, directory), tokenExpiresAt: expiries.get(entry.id) })),
    };
  }

  /**
   * What Rancher lists now, filters applied; with `pattern`, a regular expression (RE2), those whose names match. Writes nothing.
   * @throws FleetError INPUT_INVALID for a bad pattern, or what failed at Rancher
   */
  async discover({ pattern, signal = NEVER }: Omit<NskRefreshOptions, 'force'> = {}): Promise<readonly ProvidedCluster[]> {
    const matches = await compileClusterPattern(pattern);
    this.#assertOpen();
    const { provider, includes } = await this.#open();
    return (await provider.list(AbortSignal.any([signal, this.#closing.signal]))).filter(({ name }) => includes(name) && matches(name));
  }

  /**
   * The kubeconfig of one cluster, by name or id, with its credential: the one at hand where it is not due, else fetched now. With `save`
   * it is written as a refresh of that cluster alone would. What is fetched and not saved may leave a token until the next refresh.
   * @throws FleetError CLUSTER_UNKNOWN with the nearest, FILE_FAILED for a file of somebody else, or what failed at Rancher
   */
  async kubeconfig(
    cluster: string,
    { save = false, signal = NEVER }: { readonly save?: boolean | undefined; readonly signal?: AbortSignal | undefined } = {},
  ): Promise<NskKubeconfig> {
    this.#assertOpen();
    return this.#inTurn(async () => {
      const { provider, includes } = await this.#open();
      const both = AbortSignal.any([signal, this.#closing.signal]);
      const { oneKubeconfig } = await import('./one-kubeconfig.js');
      return oneKubeconfig({ ...this.#rules(provider, both), cluster, includes, save }).finally(() => (this.#ledger = undefined));
    });
  }

  /**
   * A client of the Rancher behind it, for what the kubeconfigs do not tell; made once, closed by `stop`.
   * @throws FleetError CONFIG_INVALID without an address and a token: the program `nsk` may know them, but does not tell
   * @internal
   */
  client(): RancherClient {
    return (this.#client ??= openClient(this.#options));
  }

  /** What is wrong with what a refresh needs, in words, from the folder to the clusters that Rancher lists. Changes nothing. */
  async examine(signal: AbortSignal = NEVER): Promise<readonly RancherFinding[]> {
    const { examine } = await import('./examine.js');
    return examine(this.#options, signal);
  }

  /** Removes the kubeconfigs of clusters that are not listed any more; files that were changed since stay. Returns the clusters. */
  cleanRemoved(): Promise<readonly string[]> {
    return this.#inTurn(async () => {
      const { cleanRemoved } = await import('./clean-removed.js');
      const { cleaned, ledger } = await cleanRemoved({ directory: this.directory, signal: this.#closing.signal });
      this.#ledger = ledger;
      return cleaned;
    });
  }

  /** Ends what runs and waits for it; no timer and no child is left. Calling it again changes nothing. */
  async stop(): Promise<void> {
    this.#schedule?.stop();
    this.#closing.abort(new FleetError('CLOSED', 'The integration with Rancher was stopped.'));
    await this.#last.catch(() => undefined);
    this.#opened?.close();
    this.#client?.close();
  }

  async #refresh(
    { force, matches }: { readonly force: boolean; readonly matches: ClusterFilter },
    shared: AbortSignal,
  ): Promise<NskRefreshReport> {
    const signal = AbortSignal.any([shared, this.#closing.signal]);
    const at = new Date();
    const began = performance.now();
    try {
      const { provider, includes } = await this.#open();
      this.#events.emit('refresh-started', { provider: provider.name, force, startedAt: at.toISOString() });
      const { refreshKubeconfigs } = await import('./refresh-kubeconfigs.js');
      const refreshed = await refreshKubeconfigs({ ...this.#rules(provider, signal), includes, matches, force });
      this.#ledger = refreshed.ledger;
      this.#record.add(provider.name, refreshed);
      if (this.#options.directEndpoints === true) await this.#switchEndpoints(refreshed.report, signal);
      return refreshed.report;
    } catch (thrown) {
      const error = toFleetError(thrown);
      if (!signal.aborted) this.#record.addFailure(this.#opened?.name ?? this.name, { at, durationMs: performance.now() - began }, error);
      throw error;
    }
  }

  /** Past Rancher while it stays away, through it as soon as it answers. */
  async #switchEndpoints({ error }: NskRefreshReport, signal: AbortSignal): Promise<void> {
    const { directory } = this;
    try {
      const { rancherIsAway, switchEndpoints } = await import('./direct-fallback.js');
      if (error !== undefined && (this.#record.health !== 'Unhealthy' || !rancherIsAway(error))) return;
      const switched = await switchEndpoints({ directory, to: error === undefined ? 'rancher' : 'direct', signal });
      if (switched.length > 0) this.#ledger = await readLedger(directory);
      for (const each of switched) this.#events.emit('endpoint-switched', { ...each });
    } catch (thrown) {
      this.#logger.log('warn', 'The way to the clusters could not be changed', { error: toFleetError(thrown).message });
    }
  }

  #rules(provider: KubeconfigProvider, signal: AbortSignal): FetchRules {
    const { directory, concurrency = 8, retryRules = {} } = this.#options;
    return { provider, directory, concurrency, retryRules, signal };
  }

  #assertOpen(): void {
    if (this.#closing.signal.aborted) throw new FleetError('CLOSED', 'The integration with Rancher was stopped.');
  }

  async #open(): Promise<{ readonly provider: KubeconfigProvider; readonly includes: ClusterFilter }> {
    this.#includes ??= configuredFilter(this.#options);
    this.#provider ??= configuredProvider(this.#options);
    try {
      const [provider, includes] = await Promise.all([this.#provider, this.#includes]);
      this.#opened = provider;
      return { provider, includes };
    } catch (thrown) {
      this.#provider = undefined;
      throw thrown;
    }
  }

  /** One thing at a time touches the folder. */
  #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const turn = this.#last.catch(() => undefined).then(work);
    this.#last = turn;
    return turn;
  }
}

async function configuredProvider(options: NskIntegrationOptions): Promise<KubeconfigProvider> {
  const { openProvider } = await import('./open-provider.js');
  return openProvider(options);
}

/** @throws FleetError CONFIG_INVALID */
async function configuredFilter({ clusterPattern, excludeClusters = [] }: NskIntegrationOptions): Promise<ClusterFilter> {
  const fits = await compileClusterPattern(clusterPattern).catch((thrown: unknown) => {
    const { message, hint, details } = toFleetError(thrown);
    throw new FleetError('CONFIG_INVALID', `clusterPattern: ${message}`, { cause: thrown, hint, details });
  });
  return (cluster) => !excludeClusters.includes(cluster) && fits(cluster);
}
