import { FleetError } from '../errors.js';
import { untilAborted } from '../platform/abort.js';
import { type Logger, silentLogger } from '../platform/logger.js';
import type { ClusterRegistry } from './registry.js';
import type { RegistryChange } from './registry-change.js';
import { HOLD_MS } from '../platform/shrink-guard.js';
import type { ClusterSource, SourceWatch } from './source.js';

export interface SourceFollowerOptions {
  readonly source: ClusterSource;
  readonly registry: ClusterRegistry;
  /** Called after every listing, also one that failed or changed nothing. `asked`: someone waits for the outcome. */
  readonly onListed: (change: RegistryChange, asked: boolean) => void;
  /** Watch the source and list it again by itself. */
  readonly watch: boolean;
  readonly logger?: Logger | undefined;
}

interface WaitingListing {
  readonly acceptRemovals: boolean;
  asked: boolean;
  readonly done: Promise<RegistryChange | undefined>;
}

const LIST_TIMEOUT_MS = 30_000;
const RETRY_MS = 10_000;

/** Keeps the registry up to date with one source: lists it, watches it, and looks again after a failure or a held removal. */
export class SourceFollower {
  readonly #options: SourceFollowerOptions;
  readonly #closing = new AbortController();
  #watch: SourceWatch | undefined;
  #timer: NodeJS.Timeout | undefined;
  #nextListing: string | undefined;
  #running: Promise<unknown> = Promise.resolve();
  /** A listing that is asked for and has not begun: everyone who asks meanwhile shares it. */
  #waiting: WaitingListing | undefined;

  constructor(options: SourceFollowerOptions) {
    this.#options = options;
  }

  /** When the source will be listed again by itself (ISO 8601), where that is planned. */
  get nextListing(): string | undefined {
    return this.#nextListing;
  }

  /** Watches first, so that nothing that happens during the first listing is missed. */
  start(): void {
    if (!this.#options.watch || this.#watch !== undefined) return;
    this.#watch = this.#options.source.watch?.(() => void this.#listAgain(false, false));
  }

  /** What a listing changed that begins after this call. Never throws: a failure is in the registry. Undefined once closed. */
  refresh(acceptRemovals = false): Promise<RegistryChange | undefined> {
    return this.#listAgain(acceptRemovals, true);
  }

  close(): void {
    this.#closing.abort(new FleetError('CLOSED', 'The fleet was closed.'));
    this.#watch?.close();
    clearTimeout(this.#timer);
    this.#nextListing = undefined;
  }

  #listAgain(acceptRemovals: boolean, asked: boolean): Promise<RegistryChange | undefined> {
    const waiting = this.#waiting;
    if (waiting !== undefined && (waiting.acceptRemovals || !acceptRemovals)) {
      waiting.asked ||= asked;
      return waiting.done;
    }
    const next: WaitingListing = { acceptRemovals, asked, done: this.#running.then(() => this.#begin(next)) };
    this.#waiting = next;
    this.#running = next.done;
    return next.done;
  }

  async #begin(next: WaitingListing): Promise<RegistryChange | undefined> {
    if (this.#waiting === next) this.#waiting = undefined;
    if (this.#closing.signal.aborted) return undefined;
    const change = await this.#list(next.acceptRemovals);
    if (change === undefined) return undefined;
    this.#planNext();
    this.#options.onListed(change, next.asked);
    return change;
  }

  async #list(acceptRemovals: boolean): Promise<RegistryChange | undefined> {
    const { source, registry, logger = silentLogger } = this.#options;
    clearTimeout(this.#timer);
    this.#nextListing = undefined;
    const deadline = new AbortController();
    const timer = setTimeout(() => {
      deadline.abort(new FleetError('SOURCE_FAILED', `${source.name} could not be listed within ${String(LIST_TIMEOUT_MS / 1000)} s.`));
    }, LIST_TIMEOUT_MS);
    const signal = AbortSignal.any([this.#closing.signal, deadline.signal]);
    try {
      // A source that ignores its signal must not hold up the fleet.
      const listing = await untilAborted(source.list(signal), signal);
      return registry.applyListing(source.name, listing, { now: new Date(), acceptRemovals });
    } catch (thrown) {
      if (this.#closing.signal.aborted) return undefined;
      const change = registry.applyFailure(source.name, thrown, new Date());
      if (change.sourceFailed !== undefined)
        logger.log('warn', 'A source of clusters cannot be listed', { source: source.name, problem: change.sourceFailed.message });
      return change;
    } finally {
      clearTimeout(timer);
    }
  }

  #planNext(): void {
    const state = this.#options.registry.view.sources.find((candidate) => candidate.source === this.#options.source.name);
    if (!this.#options.watch || state === undefined) return;
    const held = [...state.clusters.values()].some(({ stale }) => stale?.why === 'held');
    const delay = state.failed !== undefined ? RETRY_MS : held ? HOLD_MS + 100 : undefined;
    if (delay === undefined) return;
    this.#nextListing = new Date(Date.now() + delay).toISOString();
    this.#timer = setTimeout(() => void this.#listAgain(false, false), delay).unref();
  }
}
