import { join } from 'node:path';
import { FleetError, toFleetError } from '../../errors.js';
import { type Logger, silentLogger } from '../../platform/logger.js';
import { SharedTask } from '../../platform/shared-task.js';
import { type EventSubscriber, type Listener, TypedEmitter } from '../../typed-emitter.js';
import { checkNskOptions, type NskIntegrationOptions } from './nsk-options.js';
import type { KubeconfigProvider, ProvidedCluster } from './kubeconfig-provider.js';
import { removeKubeconfig, fileAt } from './kubeconfig-files.js';
import { readLedger, writeLedger, type Ledger, type LedgerEntry } from './ledger.js';
import type { NskEvents } from './nsk-events.js';
import { openClient, openProvider } from './open-provider.js';
import type { RancherClient } from '../rancher/rancher-client.js';
import { healthAfter, type RefreshHealth } from './refresh-health.js';
import { refreshKubeconfigs, type Refreshed } from './refresh-kubeconfigs.js';
import type { NskRefreshReport } from './refresh-report.js';
import { scheduleRefreshes, type RefreshSchedule } from './refresh-schedule.js';

/** What to refresh. */
export interface NskRefreshOptions {
  /** Fetches every kubeconfig again, and believes a listing that lacks many clusters. */
  readonly force?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** One cluster as the last refreshes saw it. */
export type NskCluster = Omit<LedgerEntry, 'sha256' | 'nextSha256' | 'file'> & { readonly path: string | undefined };

/** How it goes. */
export interface NskStatus {
  /** How the integration is called: `nsk`, or the name of the section `[rancher.NAME]`. */
  readonly name: string;
  readonly rancherUrl: string | undefined;
  /** Of the program `nsk`. */
  readonly profile: string | undefined;
  /** `nsk`, or how the Rancher is called that is asked without it; undefined before the first refresh. */
  readonly provider: string | undefined;
  readonly directory: string;
  readonly autoRefresh: boolean;
  readonly health: RefreshHealth;
  readonly failuresInARow: number;
  readonly lastRefresh: string | undefined;
  readonly nextRefresh: string | undefined;
  /** The newest first; twenty at most. */
  readonly history: readonly NskRefreshReport[];
  readonly clusters: readonly NskCluster[];
}

const HISTORY = 20;
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
  readonly #pattern: RegExp | undefined;
  readonly #closing = new AbortController();
  readonly #running = { usual: new SharedTask<NskRefreshReport>(), forced: new SharedTask<NskRefreshReport>() };
  #provider: Promise<KubeconfigProvider> | undefined;
  #opened: KubeconfigProvider | undefined;
  #client: RancherClient | undefined;
  #started: Promise<void> | undefined;
  #schedule: RefreshSchedule | undefined;
  #history: NskRefreshReport[] = [];
  #refreshes = 0;
  #failuresInARow = 0;
  #ledger: Ledger | undefined;
  #last: Promise<unknown> = Promise.resolve();

  /** @throws FleetError CONFIG_INVALID with every problem of the options together */
  constructor(options: NskIntegrationOptions) {
    checkNskOptions(options);
    this.#options = options;
    this.name = options.name ?? 'nsk';
    this.directory = options.directory;
    this.#pattern = options.clusterPattern === undefined ? undefined : new RegExp(options.clusterPattern);
    this.#logger = options.logger ?? silentLogger;
    this.#events = new TypedEmitter((error, event) => {
      this.#logger.log('warn', 'A listener failed', { event, error: toFleetError(error).message });
    });
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
    const quietly = async (): Promise<void> => {
      await this.refresh().catch((thrown: unknown) => {
        if (!this.#closing.signal.aborted)
          this.#logger.log('warn', 'The kubeconfigs could not be refreshed', { error: toFleetError(thrown).message });
      });
    };
    await quietly();
    if (autoRefresh && !this.#closing.signal.aborted) this.#schedule = scheduleRefreshes(refreshIntervalMs, quietly);
  }

  /**
   * One refresh. Whoever asks while one runs gets its report.
   * @throws FleetError CLOSED after `stop`, FILE_FAILED when the folder cannot be used; what fails at Rancher is in the report
   */
  refresh({ force = false, signal = NEVER }: NskRefreshOptions = {}): Promise<NskRefreshReport> {
    if (this.#closing.signal.aborted) return Promise.reject(new FleetError('CLOSED', 'The integration with Rancher was stopped.'));
    const task = force ? this.#running.forced : this.#running.usual;
    return task.run((shared) => this.#inTurn(() => this.#refresh(force, shared)), signal);
  }

  /** What is known now. Asks nobody but the folder. */
  async status(): Promise<NskStatus> {
    const { directory, autoRefresh = false, rancherUrl, profile } = this.#options;
    const ledger = (this.#ledger ??= await readLedger(directory));
    return {
      name: this.name,
      rancherUrl,
      profile,
      provider: this.#opened?.name,
      directory,
      autoRefresh,
      health: healthAfter(this.#failuresInARow, this.#refreshes),
      failuresInARow: this.#failuresInARow,
      lastRefresh: this.#history[0]?.startedAt,
      nextRefresh: this.#schedule?.next(),
      history: [...this.#history],
      clusters: [...ledger.values()].map((entry) => shown(entry, directory)),
    };
  }

  /** What Rancher lists now, filters applied. Writes nothing. @throws FleetError */
  async discover({ signal = NEVER }: { readonly signal?: AbortSignal } = {}): Promise<readonly ProvidedCluster[]> {
    const provider = await this.#open();
    return (await provider.list(signal)).filter(({ name }) => this.#includes(name));
  }

  /**
   * A client of the Rancher behind it, for what the kubeconfigs do not tell; made once, closed by `stop`.
   * @throws FleetError CONFIG_INVALID without an address and a token: the program `nsk` may know them, but does not tell
   */
  client(): RancherClient {
    return (this.#client ??= openClient(this.#options));
  }

  /** Removes the kubeconfigs of clusters that are not listed any more; files that were changed since stay. Returns the clusters. */
  cleanRemoved(): Promise<readonly string[]> {
    return this.#inTurn(async () => {
      const { directory } = this.#options;
      const ledger = new Map(await readLedger(directory));
      const cleaned: string[] = [];
      for (const entry of [...ledger.values()].filter(({ removedAt }) => removedAt !== undefined)) {
        if (entry.file !== undefined) {
          if ((await fileAt(directory, entry.file, entry)) === 'foreign') continue;
          await removeKubeconfig(directory, entry.file);
        }
        ledger.delete(entry.id);
        cleaned.push(entry.name);
      }
      if (cleaned.length > 0) await writeLedger(directory, ledger);
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

  async #refresh(force: boolean, shared: AbortSignal): Promise<NskRefreshReport> {
    const signal = AbortSignal.any([shared, this.#closing.signal]);
    const provider = await this.#open();
    this.#events.emit('refresh-started', { provider: provider.name, force, startedAt: new Date().toISOString() });
    const { directory, concurrency = 8, retryRules = {} } = this.#options;
    const previous = healthAfter(this.#failuresInARow, this.#refreshes);
    let refreshed: Refreshed;
    try {
      refreshed = await refreshKubeconfigs({
        provider,
        directory,
        includes: (cluster) => this.#includes(cluster),
        force,
        concurrency,
        retryRules,
        now: new Date(),
        signal,
      });
    } catch (thrown) {
      if (!signal.aborted) this.#failed(provider.name, toFleetError(thrown), previous);
      throw thrown;
    }
    this.#ledger = refreshed.ledger;
    this.#tell(provider.name, refreshed, previous);
    return refreshed.report;
  }

  #tell(provider: string, { report, ledger }: Refreshed, previous: RefreshHealth): void {
    this.#history = [report, ...this.#history].slice(0, HISTORY);
    if (report.error !== undefined) {
      this.#failed(provider, report.error, previous);
      return;
    }
    this.#refreshes += 1;
    this.#failuresInARow = 0;
    const byName = new Map([...ledger.values()].map((entry) => [entry.name, entry]));
    for (const cluster of report.written)
      this.#events.emit('cluster-refreshed', { cluster, path: join(this.#options.directory, byName.get(cluster)?.file ?? '') });
    for (const cluster of report.removed) this.#events.emit('cluster-removed', { cluster, removedAt: report.startedAt });
    const { summary, clusters, written, durationMs } = report;
    const outcome = report.outcome === 'Success' ? 'Success' : 'Partial';
    const failed = report.failed.map(({ cluster }) => cluster);
    this.#events.emit('refresh-finished', { provider, outcome, summary, clusters, written: [...written], failed, durationMs });
    this.#changeHealth(previous, undefined);
  }

  #failed(provider: string, error: FleetError, previous: RefreshHealth): void {
    this.#refreshes += 1;
    this.#failuresInARow += 1;
    this.#events.emit('refresh-failed', { provider, code: error.code, message: error.message, failuresInARow: this.#failuresInARow });
    this.#changeHealth(previous, error.message);
  }

  #changeHealth(previous: RefreshHealth, reason: string | undefined): void {
    const health = healthAfter(this.#failuresInARow, this.#refreshes);
    if (health !== previous) this.#events.emit('health-changed', { health, previous, reason });
  }

  #includes(cluster: string): boolean {
    const { excludeClusters = [] } = this.#options;
    return !excludeClusters.includes(cluster) && (this.#pattern?.test(cluster) ?? true);
  }

  async #open(): Promise<KubeconfigProvider> {
    this.#provider ??= openProvider(this.#options);
    try {
      this.#opened = await this.#provider;
      return this.#opened;
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

function shown({ sha256: _hash, nextSha256: _next, file, ...rest }: LedgerEntry, directory: string): NskCluster {
  return { ...rest, path: file === undefined ? undefined : join(directory, file) };
}
