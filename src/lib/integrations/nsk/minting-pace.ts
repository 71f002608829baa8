import { toFleetError, type ErrorCode, type FleetError } from '../../errors.js';

/** A request that failed like this may have minted a token all the same, of which nobody knows. */
const UNSURE: readonly ErrorCode[] = ['TIMEOUT', 'CONNECTION_FAILED', 'SERVER_ERROR', 'BAD_RESPONSE'];
const TRIES = 2;
const FIRST_WAIT_MS = 15 * 60_000;
const LONGEST_WAIT_MS = 24 * 3_600_000;

interface Trouble {
  readonly error: FleetError;
  /** Tries in this refresh. */
  readonly tries: number;
  /** Refreshes in a row that failed. */
  readonly rounds: number;
  readonly notBeforeMs: number;
}

/**
 * How often minting may be tried: twice in one refresh, and after failures that may have minted something only after a wait that doubles
 * from a quarter of an hour to a day. Meanwhile the last failure is the answer.
 */
export class MintingPace {
  readonly #troubles = new Map<string, Trouble>();

  /** @throws FleetError of the task, of now or of the last time */
  async run<Value>(key: string, task: () => Promise<Value>): Promise<Value> {
    const before = this.#troubles.get(key);
    if (before !== undefined && (before.tries >= TRIES || (before.tries === 0 && Date.now() < before.notBeforeMs))) throw before.error;
    try {
      const value = await task();
      this.#troubles.delete(key);
      return value;
    } catch (thrown) {
      const error = toFleetError(thrown);
      const tries = error.retryable ? (before?.tries ?? 0) + 1 : TRIES;
      const rounds = before === undefined || before.tries > 0 ? (before?.rounds ?? 1) : before.rounds + 1;
      const waitMs = UNSURE.includes(error.code) ? Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (rounds - 1)) : 0;
      this.#troubles.set(key, { error, tries, rounds, notBeforeMs: Date.now() + waitMs });
      throw thrown;
    }
  }

  /** The next refresh begins with new tries. */
  end(): void {
    for (const [key, trouble] of this.#troubles) this.#troubles.set(key, { ...trouble, tries: 0 });
  }
}
