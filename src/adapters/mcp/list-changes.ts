import type { Fleet } from '../../index.js';
import type { ChangingList } from './surface.js';

/** Changes within this time (milliseconds) are told once: many files may come together. */
const QUIET_MS = 100;

/** Turns the events of a fleet into "this list changed" for any number of connections. */
export class ListChanges {
  readonly #fleet: Fleet;
  readonly #listeners = new Set<(list: ChangingList) => void>();
  #resourcesSeen = false;
  readonly #timers = new Map<ChangingList, NodeJS.Timeout>();

  constructor(fleet: Fleet) {
    this.#fleet = fleet;
    fleet
      .on('operations-changed', this.#toolsChanged)
      .on('cluster-added', this.#resourcesChanged)
      .on('cluster-removed', this.#resourcesChanged);
  }

  /** A client has seen the list of resources. Before, nothing can have changed for anyone: the first listing adds every cluster. */
  resourcesWereListed(): void {
    this.#resourcesSeen = true;
  }

  subscribe(listener: (list: ChangingList) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#fleet
      .off('operations-changed', this.#toolsChanged)
      .off('cluster-added', this.#resourcesChanged)
      .off('cluster-removed', this.#resourcesChanged);
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#listeners.clear();
  }

  readonly #toolsChanged = (): void => {
    this.#tell('tools');
  };

  readonly #resourcesChanged = (): void => {
    if (this.#resourcesSeen) this.#tell('resources');
  };

  #tell(list: ChangingList): void {
    if (this.#timers.has(list)) return;
    const timer = setTimeout(() => {
      this.#timers.delete(list);
      for (const listener of this.#listeners) listener(list);
    }, QUIET_MS);
    this.#timers.set(list, timer.unref());
  }
}
