import { FleetError } from '../errors.js';
import type { FleetEvents } from '../events.js';
import type { TypedEmitter } from '../typed-emitter.js';
import { abortFailure, untilAborted } from '../platform/abort.js';
import type { Logger } from '../platform/logger.js';
import { announce } from './announce.js';
import type { ClusterRegistry } from './registry.js';
import type { RegistryChange } from './registry-change.js';
import { type RefreshReport, refreshReport } from './refresh-history.js';
import { Sightings } from './sightings.js';
import type { ClusterSource } from './source.js';
import { SourceFollower } from './source-follower.js';

export interface FleetDiscoveryOptions {
  readonly sources: readonly ClusterSource[];
  readonly registry: ClusterRegistry;
  readonly events: TypedEmitter<FleetEvents>;
  /** Called before listeners hear of a change, so that they find sessions already renewed. */
  readonly onChange: (change: RegistryChange) => void;
  readonly watch: boolean;
  readonly logger?: Logger | undefined;
}

/** What is known of the looks at the sources so far. */
export interface RefreshStatus {
  readonly sources: readonly {
    readonly name: string;
    readonly lastListing?: string | undefined;
    readonly nextListing?: string | undefined;
    readonly clusters: number;
    readonly stale: boolean;
    readonly failure?: string | undefined;
  }[];
  /** The last 20 looks that were asked for, changed something or failed; newest first. */
  readonly history: readonly RefreshReport[];
  readonly clusters: ReturnType<Sightings['all']>;
}

const HISTORY_LENGTH = 20;

/** Lists and follows all sources of a fleet and tells what changed. */
export class FleetDiscovery {
  readonly #options: FleetDiscoveryOptions;
  readonly #followers: readonly { readonly name: string; readonly follower: SourceFollower }[];
  readonly #sightings = new Sightings();
  #history: RefreshReport[] = [];
  #first: Promise<RefreshReport> | undefined;
  #closed = false;

  constructor(options: FleetDiscoveryOptions) {
    this.#options = options;
    this.#followers = options.sources.map((source) => ({
      name: source.name,
      follower: new SourceFollower({
        source,
        registry: options.registry,
        watch: options.watch,
        logger: options.logger,
        onListed: (change, asked) => this.#onListed(change, asked),
      }),
    }));
  }

  /** The first listing of all sources, once. A source that fails does not throw. @throws FleetError CLOSED, CANCELLED */
  async start(signal?: AbortSignal): Promise<void> {
    if (this.#closed) throw new FleetError('CLOSED', 'The fleet was closed.');
    this.#first ??= this.#firstRound();
    if (signal === undefined) {
      await this.#first;
      return;
    }
    await untilAborted(this.#first, signal).catch((thrown: unknown) => {
      throw signal.aborted ? abortFailure(signal, 'list the clusters') : thrown;
    });
  }

  async refresh(acceptRemovals: boolean): Promise<RefreshReport> {
    await this.start();
    return this.#roundOver(acceptRemovals);
  }

  status(): RefreshStatus {
    const states = new Map(this.#options.registry.view.sources.map((state) => [state.source, state]));
    const sources = this.#followers.map(({ name, follower }) => {
      const state = states.get(name);
      const failure = (state?.failed ?? state?.failures.find(({ whole }) => whole === true))?.error.message;
      return {
        name,
        ...(state?.lastListing === undefined ? {} : { lastListing: state.lastListing }),
        ...(follower.nextListing === undefined ? {} : { nextListing: follower.nextListing }),
        clusters: state?.clusters.size ?? 0,
        stale: [...(state?.clusters.values() ?? [])].some(({ stale }) => stale !== undefined),
        ...(failure === undefined ? {} : { failure }),
      };
    });
    return { sources, history: [...this.#history].reverse(), clusters: this.#sightings.all() };
  }

  close(): void {
    this.#closed = true;
    for (const { follower } of this.#followers) follower.close();
  }

  async #firstRound(): Promise<RefreshReport> {
    for (const { follower } of this.#followers) follower.start();
    return this.#roundOver(false);
  }

  async #roundOver(acceptRemovals: boolean): Promise<RefreshReport> {
    const changes = await Promise.all(this.#followers.map(({ follower }) => follower.refresh(acceptRemovals)));
    return this.#remember(changes.filter((change) => change !== undefined));
  }

  #onListed(change: RegistryChange, asked: boolean): void {
    this.#sightings.note(this.#options.registry.view, new Date().toISOString());
    this.#options.onChange(change);
    if (!asked && isWorthRemembering(change)) this.#remember([change]);
    announce(change, this.#options.events);
  }

  #remember(changes: readonly RegistryChange[]): RefreshReport {
    const report = refreshReport(changes, this.#options.registry.view, new Date().toISOString());
    this.#history = [...this.#history, report].slice(-HISTORY_LENGTH);
    return report;
  }
}

function isWorthRemembering(change: RegistryChange): boolean {
  return (
    change.sourceFailed !== undefined ||
    change.sourceRecovered ||
    [change.added, change.changed, change.removed, change.stale, change.conflicts].some((items) => items.length > 0)
  );
}
