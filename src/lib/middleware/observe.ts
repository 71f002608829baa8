import type { Call, Middleware } from '../call.js';
import { toFleetError, type ErrorCode, type FleetError } from '../errors.js';
import type { OperationFinished } from '../events.js';

const REFUSALS: readonly ErrorCode[] = [
  'INPUT_INVALID',
  'OPERATION_UNKNOWN',
  'OPERATION_NOT_ALLOWED',
  'CLUSTER_UNKNOWN',
  'CLUSTER_NOT_SELECTED',
  'CLUSTER_NAME_CONFLICT',
  'SELECTOR_INVALID',
];

type Sinks = readonly ((finished: OperationFinished) => void | Promise<void>)[];

/** Longest name of an operation that is not there: it comes from outside. */
const LONGEST_NAME = 80;

/** Tells the sinks of a call that was refused before it had an operation: the name is unknown, or switched off here. */
export async function tellRefused(
  sinks: Sinks,
  { requestId, operation, caller, error }: Pick<Call, 'requestId' | 'caller'> & { readonly operation: string; readonly error: FleetError },
): Promise<void> {
  const finished: OperationFinished = {
    requestId,
    operation: operation.slice(0, LONGEST_NAME),
    caller: caller.user ?? caller.id,
    cluster: undefined,
    effect: undefined,
    outcome: outcomeOf(error.code),
    code: error.code,
    startedAt: new Date().toISOString(),
    durationMs: 0,
  };
  for (const sink of sinks) await sink(finished);
}

/** Tells the sinks (event, audit log, metrics) how each call ended; outermost, so that refused calls are told too. */
export function observe(sinks: Sinks): Middleware {
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
