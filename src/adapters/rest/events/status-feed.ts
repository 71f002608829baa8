import type { ClusterStatus, Fleet } from '../../../index.js';
import { Frame } from './frame.js';
import { isNews, sentStatus, type SentStatus } from './status-row.js';

export interface StatusFeedOptions {
  readonly fleet: Fleet;
  /** Milliseconds between two looks at each cluster. */
  readonly intervalMs: number;
  /** Called when there are new rows. */
  readonly onChange: () => void;
  readonly onError: (error: unknown) => void;
}

/** The status of one cluster, that it is gone, or that all were looked at. */
export interface StatusRow {
  readonly revision: number;
  readonly frame: Frame;
}

const ROWS_AT_ONCE = 32;

/** Rows of removed clusters that are remembered for readers who fell behind. */
const MAX_GONE = 1000;

/** Under which the end of a look is kept; no cluster has an empty name. */
const CHECKED = '';

/**
 * The status of every cluster, probed by one poll for all readers, and only while there is one. A row that changes gets a new
 * revision; a reader asks for what is newer than it has seen, so one that falls behind gets only the newest row of each cluster.
 */
export class StatusFeed {
  readonly #options: StatusFeedOptions;
  /** In the order of revisions, the newest last. */
  readonly #rows = new Map<string, StatusRow>();
  readonly #sent = new Map<string, SentStatus>();
  readonly #pending = new Set<string>();
  #gone: string[] = [];
  #revision = 0;
  #newest: StatusRow | undefined;
  #readers = 0;
  #running: AbortController | undefined;

  constructor(options: StatusFeedOptions) {
    this.#options = options;
  }

  get revision(): number {
    return this.#revision;
  }

  /** Counts a reader in; the poll runs while there is one. The returned function counts it out. */
  join(): () => void {
    this.#readers += 1;
    if (this.#readers === 1) this.#start();
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#readers -= 1;
      if (this.#readers === 0) this.#stop();
    };
  }

  /** The first rows that are newer than a revision, oldest first. */
  after(revision: number): readonly StatusRow[] {
    if (revision === this.#revision - 1 && this.#newest !== undefined) return [this.#newest];
    const newer: StatusRow[] = [];
    for (const row of this.#rows.values()) {
      if (row.revision > revision) newer.push(row);
      if (newer.length === ROWS_AT_ONCE) break;
    }
    return newer;
  }

  #start(): void {
    this.#running = new AbortController();
    void this.#run(this.#running.signal);
  }

  #stop(): void {
    this.#running?.abort();
    this.#running = undefined;
    this.#rows.clear();
    this.#sent.clear();
    this.#pending.clear();
    this.#gone = [];
    this.#newest = undefined;
  }

  async #run(signal: AbortSignal): Promise<void> {
    try {
      // What is known already is shown at once, as old as it is.
      const known = await this.#options.fleet.clusters.lastStatus();
      if (signal.aborted) return;
      for (const status of known) this.#take(status);
    } catch (error) {
      this.#fail(error, signal);
    }
    if (signal.aborted) return;
    const timer = setInterval(() => void this.#look(signal), this.#options.intervalMs);
    signal.addEventListener('abort', () => clearInterval(timer), { once: true });
    await this.#look(signal);
  }

  /** Asks every cluster that is not being asked still: one that hangs holds up nobody, and is asked once at a time. */
  async #look(signal: AbortSignal): Promise<void> {
    const { clusters } = this.#options.fleet;
    const waiting = new Set<string>();
    try {
      const at = new Date().toISOString();
      const names = (await clusters.list()).map(({ name }) => name);
      signal.throwIfAborted();
      this.#dropMissing(new Set(names));
      const asked = names.filter((name) => !this.#pending.has(name));
      // Where all are being asked still, nothing is known anew.
      if (asked.length === 0 && names.length > 0) return;
      for (const name of asked) {
        this.#pending.add(name);
        waiting.add(name);
      }
      const onResult = (status: ClusterStatus): void => {
        if (signal.aborted) return;
        waiting.delete(status.cluster);
        this.#pending.delete(status.cluster);
        this.#take(status);
      };
      if (asked.length > 0) await clusters.status({ clusters: asked, force: false, signal, onResult });
      signal.throwIfAborted();
      this.#put(CHECKED, new Frame({ name: 'status-checked', data: { at } }));
    } catch (error) {
      this.#fail(error, signal);
    } finally {
      if (!signal.aborted) for (const name of waiting) this.#pending.delete(name);
    }
  }

  #take(status: ClusterStatus): void {
    const sent = sentStatus(status);
    const before = this.#sent.get(status.cluster);
    if (before !== undefined && !isNews(before, sent)) return;
    this.#sent.set(status.cluster, sent);
    this.#put(status.cluster, sent.frame);
  }

  #dropMissing(names: ReadonlySet<string>): void {
    this.#gone = this.#gone.filter((name) => !names.has(name));
    for (const cluster of [...this.#sent.keys()].filter((name) => !names.has(name))) {
      this.#sent.delete(cluster);
      this.#put(cluster, new Frame({ name: 'status-removed', data: { cluster }, clusters: [cluster] }));
      this.#gone.push(cluster);
    }
    for (const cluster of this.#gone.splice(0, Math.max(0, this.#gone.length - MAX_GONE))) this.#rows.delete(cluster);
  }

  #put(key: string, frame: Frame): void {
    this.#revision += 1;
    const row = { revision: this.#revision, frame };
    this.#rows.delete(key);
    this.#rows.set(key, row);
    this.#newest = row;
    this.#options.onChange();
  }

  /** A cluster may have gone between listing and asking: the next look is a new one. */
  #fail(error: unknown, signal: AbortSignal): void {
    if (!signal.aborted) this.#options.onError(error);
  }
}
