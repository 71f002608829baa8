import type { Fleet } from '../../../index.js';

/** Whether at least one cluster answers, and when that was found out (ISO 8601). */
export interface Readiness {
  readonly ready: boolean;
  readonly timestamp: string;
}

/** How long an answer is good for (milliseconds): bad news is looked at again sooner. */
const READY_MS = 5000;
const NOT_READY_MS = 1000;

/** Finds out whether a fleet can serve. Cheap: stops at the first healthy cluster, and callers at the same time share one look. */
export class ReadinessCheck {
  readonly #fleet: Fleet;
  #last: { readonly readiness: Readiness; readonly until: number } | undefined;
  #looking: Promise<Readiness> | undefined;

  constructor(fleet: Fleet) {
    this.#fleet = fleet;
  }

  async get(): Promise<Readiness> {
    if (this.#last !== undefined && Date.now() < this.#last.until) return this.#last.readiness;
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async #look(): Promise<Readiness> {
    const enough = new AbortController();
    const seen = { healthy: false };
    try {
      await this.#fleet.clusters.status({
        signal: enough.signal,
        onResult: ({ state }) => {
          if (state !== 'Ready') return;
          seen.healthy = true;
          enough.abort();
        },
      });
    } catch {
      // No status at all is the answer that nothing is ready; clusters_list says why.
    }
    const readiness = { ready: seen.healthy, timestamp: new Date().toISOString() };
    this.#last = { readiness, until: Date.now() + (readiness.ready ? READY_MS : NOT_READY_MS) };
    return readiness;
  }
}
