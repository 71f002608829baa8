import { setMaxListeners } from 'node:events';
import { onAbort } from './abort.js';

/** A signal with an end of its own. */
export interface LimitedSignal {
  readonly signal: AbortSignal;
  /** Whether its time was over before anything else ended it. */
  readonly timedOut: boolean;
  /** Ends the timer. To be called when the work is over. */
  release(): void;
}

/**
 * A signal that aborts with another one, or after so many milliseconds with a TimeoutError, as that of `AbortSignal.timeout` would.
 * Node.js 20 may collect a signal of `AbortSignal.timeout` that only `AbortSignal.any` knows, before its time has come: this one is held
 * by its timer. Any number of calls may listen to it.
 */
export function limitedSignal(signal: AbortSignal, milliseconds: number): LimitedSignal {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = !controller.signal.aborted;
    controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
  }, milliseconds).unref();
  const follow = (): void => controller.abort(signal.reason);
  const ignore = onAbort(signal, follow);
  if (signal.aborted) follow();
  return {
    signal: controller.signal,
    get timedOut() {
      return timedOut;
    },
    release: () => {
      clearTimeout(timer);
      ignore();
    },
  };
}
