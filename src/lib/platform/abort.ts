import { FleetError } from '../errors.js';

/** An aborted signal as the error to throw: its own FleetError, TIMEOUT when a timer ended the call, CANCELLED when a caller did. */
export function abortFailure(signal: AbortSignal, what: string, cluster?: string): FleetError {
  const reason: unknown = signal.reason;
  if (FleetError.isInstance(reason)) return cluster === undefined ? reason : reason.withCluster(cluster);
  if (reason instanceof Error && reason.name === 'TimeoutError') {
    return new FleetError('TIMEOUT', `The deadline ended while fleetwright tried to ${what}.`, { cluster, cause: reason });
  }
  return new FleetError('CANCELLED', `The call was cancelled while fleetwright tried to ${what}.`, { cluster, cause: reason });
}

/**
 * The outcome of a promise, or a rejection with the reason of the signal, whichever comes first. The promise itself goes on:
 * this is for work that is shared with others.
 */
export function untilAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  if (signal.aborted) return Promise.reject(reasonOf(signal));
  return new Promise<Value>((resolve, reject) => {
    const onAbort = (): void => {
      reject(reasonOf(signal));
    };
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', onAbort);
    });
  });
}

function reasonOf(signal: AbortSignal): Error {
  const reason: unknown = signal.reason;
  return reason instanceof Error ? reason : new Error('Aborted', { cause: reason });
}
