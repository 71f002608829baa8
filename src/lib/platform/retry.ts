import { setTimeout as delay } from 'node:timers/promises';
import { toFleetError, type FleetError } from '../errors.js';

/** How often something is tried, and how long is waited in between. */
export interface RetryRules {
  /** @default 3 */
  readonly tries?: number | undefined;
  /** Milliseconds before the second try; doubles with each. @default 1000 */
  readonly firstWaitMs?: number | undefined;
  /** @default 30000 */
  readonly longestWaitMs?: number | undefined;
  /** Which failures may pass. @default those whose code is retryable */
  readonly mayPass?: ((error: FleetError) => boolean) | undefined;
  /** Told of a failure that is tried again after `waitMs`. */
  readonly onRetry?: ((error: FleetError, waitMs: number) => void) | undefined;
  readonly signal: AbortSignal;
}

/**
 * Tries until it works or what fails will not pass. Waits as long as the other side asks for (`details.retryAfterMs`), else twice as long
 * each time, up to a fifth less so that many do not come back at once.
 * @throws FleetError the last failure
 */
export async function retry<Value>(attempt: (signal: AbortSignal) => Promise<Value>, rules: RetryRules): Promise<Value> {
  const { tries = 3, firstWaitMs = 1_000, longestWaitMs = 30_000, mayPass = isRetryable, signal } = rules;
  for (let tried = 1; ; tried += 1) {
    try {
      return await attempt(signal);
    } catch (thrown) {
      const error = toFleetError(thrown);
      if (tried >= tries || signal.aborted || !mayPass(error)) throw thrown;
      const asked = error.details?.['retryAfterMs'];
      const waitMs = Math.min(longestWaitMs, typeof asked === 'number' ? asked : firstWaitMs * 2 ** (tried - 1) * (1 - Math.random() / 5));
      rules.onRetry?.(error, waitMs);
      // Who ended it says why; the timer only knows that it was ended.
      await delay(waitMs, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }
}

function isRetryable({ retryable }: FleetError): boolean {
  return retryable;
}
