import type { Call, Middleware } from '../call.js';
import { FleetError } from '../errors.js';
import { onAbort, untilAborted } from '../platform/abort.js';
import { formatDuration } from '../platform/duration.js';

/** How long calls may take, in milliseconds. */
export interface Deadlines {
  readonly callMs: number;
  /** For operations marked `long`: fleet-wide work, waiting. */
  readonly longCallMs: number;
}

/** Ends a call at its deadline or when its caller goes, even when the handler does not listen. */
export function deadline(deadlines: Deadlines): Middleware {
  return async (call, next) => {
    const limit = call.interactive?.longestMs ?? (call.operation.long === true ? deadlines.longCallMs : deadlines.callMs);
    const controller = new AbortController();
    const timer = setTimeout(() => {
      controller.abort(
        new FleetError('TIMEOUT', `${call.operation.name} did not finish within ${formatDuration(limit)}.`, { cluster: call.target?.name }),
      );
    }, limit);
    const cancel = (): void => {
      controller.abort(cancelled(call));
    };
    let ignore = (): void => undefined;
    if (call.signal.aborted) cancel();
    else ignore = onAbort(call.signal, cancel);
    try {
      return await untilAborted(next({ ...call, signal: controller.signal }), controller.signal);
    } catch (error) {
      // What a handler throws because it was aborted says less than why it was aborted.
      throw controller.signal.aborted ? controller.signal.reason : error;
    } finally {
      clearTimeout(timer);
      ignore();
    }
  };
}

function cancelled(call: Call): FleetError {
  const reason: unknown = call.signal.reason;
  if (FleetError.isInstance(reason)) return reason;
  return new FleetError('CANCELLED', `${call.operation.name} was cancelled by its caller.`, { cluster: call.target?.name, cause: reason });
}
