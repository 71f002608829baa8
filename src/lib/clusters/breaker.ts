/** What to do with a cluster now: ask it with the others, ask it in the lane of the slow ones, or leave it alone for a while. */
export type BreakerState = 'closed' | 'half-open' | 'open';

interface Hang {
  readonly inARow: number;
  readonly until: number;
}

const FIRST_PAUSE_MS = 15_000;
const LONGEST_PAUSE_MS = 120_000;

/**
 * Remembers clusters that hung. After a hang a cluster is left alone for 15 seconds, twice as long after each further one, up to
 * two minutes; then one probe may try it again. A cluster that refuses quickly costs nothing and is never held back.
 */
export class HangBreaker {
  readonly #hangs = new Map<string, Hang>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  stateOf(cluster: string): BreakerState {
    const hang = this.#hangs.get(cluster);
    if (hang === undefined) return 'closed';
    return this.#now() < hang.until ? 'open' : 'half-open';
  }

  /** The cluster did not answer within its deadline. */
  hung(cluster: string): void {
    const inARow = (this.#hangs.get(cluster)?.inARow ?? 0) + 1;
    this.#hangs.set(cluster, { inARow, until: this.#now() + Math.min(FIRST_PAUSE_MS * 2 ** (inARow - 1), LONGEST_PAUSE_MS) });
  }

  /** The cluster answered, or failed at once. */
  answered(cluster: string): void {
    this.#hangs.delete(cluster);
  }
}
