import { setMaxListeners } from 'node:events';
import { FleetError } from '../errors.js';

/** Calls back once when the signal aborts. Returns the function that ends the listening. */
export function onAbort(signal: AbortSignal, listener: () => void): () => void {
  // One signal may bound a call to hundreds of clusters: many listeners are no leak here, each is removed.
  setMaxListeners(0, signal);
  signal.addEventListener('abort', listener, { once: true });
  return () => {
    signal.removeEventListener('abort', listener);
  };
}

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
  if (signal.aborted) {
    // Nobody waits for it any more: its failure is no defect of the process.
    promise.catch(() => undefined);
    return Promise.reject(reasonOf(signal));
  }
  return new Promise<Value>((resolve, reject) => {
    const ignore = onAbort(signal, () => {
      reject(reasonOf(signal));
    });
    promise.then(resolve, reject).finally(ignore);
  });
}

function reasonOf(signal: AbortSignal): Error {
  const reason: unknown = signal.reason;
  return reason instanceof Error ? reason : new Error('Aborted', { cause: reason });
}
