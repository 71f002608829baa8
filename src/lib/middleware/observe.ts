import type { Middleware } from '../call.js';
import { toFleetError, type ErrorCode } from '../errors.js';
import type { OperationFinished } from '../events.js';

const REFUSALS: readonly ErrorCode[] = [
  'INPUT_INVALID',
  'OPERATION_NOT_ALLOWED',
  'CLUSTER_UNKNOWN',
  'CLUSTER_NOT_SELECTED',
  'CLUSTER_NAME_CONFLICT',
  'SELECTOR_INVALID',
];

/** Tells the sinks (event, audit log, metrics) how each call ended; outermost, so that refused calls are told too. */
export function observe(sinks: readonly ((finished: OperationFinished) => void | Promise<void>)[]): Middleware {
  return async (call, next) => {
    const startedAt = new Date();
    const started = performance.now();
    const finish = async (cluster: string | undefined, code: ErrorCode | undefined): Promise<void> => {
      const finished: OperationFinished = {
        requestId: call.requestId,
        operation: call.operation.name,
        caller: call.caller.user ?? call.caller.id,
        cluster,
        effect: call.operation.effect,
        outcome: outcomeOf(code),
        code,
        startedAt: startedAt.toISOString(),
        durationMs: performance.now() - started,
      };
      for (const sink of sinks) await sink(finished);
    };
    try {
      const outcome = await next(call);
      await finish(outcome.cluster, undefined);
      return outcome;
    } catch (thrown) {
      const error = toFleetError(thrown);
      await finish(error.cluster, error.code);
      throw error;
    }
  };
}

function outcomeOf(code: ErrorCode | undefined): OperationFinished['outcome'] {
  if (code === undefined) return 'ok';
  if (code === 'CANCELLED') return 'cancelled';
  return REFUSALS.includes(code) ? 'refused' : 'failed';
}
