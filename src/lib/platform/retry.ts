import { toFleetError, type FleetError } from '../errors.js';
import { onAbort } from './abort.js';

/** How often something is tried, and how long is waited in between. */
export interface RetryRules {
  /** @default 3 */
  readonly tries?: number | undefined;
  /** Milliseconds before the second try; doubles with each. @default 1000 */
  readonly firstWaitMs?: number | undefined;
  /** @default 30000 */
  readonly longestWaitMs?: number | undefined;
  /** Milliseconds that the other side may ask to wait for; when it asks for more, it is left alone. @default 120000 */
  readonly longestAskedMs?: number | undefined;
  /** Which failures may pass. @default those whose code is retryable */
  readonly mayPass?: ((error: FleetError) => boolean) | undefined;
  /** Told of a failure that is tried again after `waitMs`. */
  readonly onRetry?: ((error: FleetError, waitMs: number) => void) | undefined;
  readonly signal: AbortSignal;
}

/**
 * Tries until it works or what fails will not pass. Waits as long as the other side asks for (`details.retryAfterMs`) and up to a tenth
 * more, never less; else twice as long each time, up to a fifth less. So many that failed together do not come back together.
 * @throws FleetError the last failure
 */
export async function retry<Value>(attempt: (signal: AbortSignal) => Promise<Value>, rules: RetryRules): Promise<Value> {
  const { tries = 3, longestAskedMs = 120_000, mayPass = isRetryable, signal } = rules;
  for (let tried = 1; ; tried += 1) {
    try {
      return await attempt(signal);
    } catch (thrown) {
      const error = toFleetError(thrown);
      const askedMs = askedWaitMs(error);
      if (tried >= tries || signal.aborted || !mayPass(error) || (askedMs !== undefined && askedMs > longestAskedMs)) throw thrown;
      const waitMs = askedMs === undefined ? ownWaitMs(rules, tried) : askedMs * (1 + Math.random() / 10);
      rules.onRetry?.(error, waitMs);
      await pause(waitMs, signal);
    }
  }
}

/** Milliseconds that the other side asks to be left alone; undefined when it does not say. */
export function askedWaitMs({ details }: FleetError): number | undefined {
  const asked = details?.['retryAfterMs'];
  return typeof asked === 'number' && asked >= 0 ? asked : undefined;
}

function ownWaitMs({ firstWaitMs = 1_000, longestWaitMs = 30_000 }: RetryRules, tried: number): number {
  return Math.min(longestWaitMs, firstWaitMs * 2 ** (tried - 1)) * (1 - Math.random() / 5);
}

/** @throws whatever the signal was aborted with, at once */
async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await new Promise<void>((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      ignore();
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    const ignore = onAbort(signal, end);
  });
  signal.throwIfAborted();
}

function isRetryable({ retryable }: FleetError): boolean {
  return retryable;
}
