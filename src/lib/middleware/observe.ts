import type { Call, Middleware } from '../call.js';
import { toFleetError, type ErrorCode, type FleetError } from '../errors.js';
import type { OperationFinished } from '../events.js';
import { canonicalDigest } from '../platform/canonical-digest.js';
import { redact } from '../platform/redact.js';

const REFUSALS: readonly ErrorCode[] = [
  'INPUT_INVALID',
  'OPERATION_UNKNOWN',
  'OPERATION_NOT_ALLOWED',
  'CONFIRMATION_REQUIRED',
  'CONFIRMATION_INVALID',
  'OPERATION_DECLINED',
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
    decidedBy: ruleOf(error),
  };
  for (const sink of sinks) await sink(finished);
}

/** Tells the sinks (event, audit log, metrics) how each call ended; outermost, so that refused calls are told too. */
export function observe(sinks: Sinks, options: { readonly digests: boolean }): Middleware {
  return async (call, next) => {
    const startedAt = new Date();
    const started = performance.now();
    if (options.digests) call.notes.inputDigest = inputDigest(call.input);
    const finish = async (cluster: string | undefined, error?: FleetError): Promise<void> => {
      const { access, decidedBy, inputDigest: digest, revealed, confirmation } = call.notes;
      const finished: OperationFinished = {
        requestId: call.requestId,
        operation: call.operation.name,
        caller: call.caller.user ?? call.caller.id,
        cluster,
        effect: call.operation.effect,
        outcome: outcomeOf(error?.code),
        code: error?.code,
        startedAt: startedAt.toISOString(),
        durationMs: performance.now() - started,
        access,
        decidedBy: (error === undefined ? undefined : ruleOf(error)) ?? decidedBy,
        inputDigest: digest,
        revealed,
        confirmation,
      };
      for (const sink of sinks) await sink(finished);
    };
    const [outcome, thrown] = await next(call).then(
      (value) => [value, undefined] as const,
      (error: unknown) => [undefined, toFleetError(error)] as const,
    );
    await finish(outcome === undefined ? thrown.cluster : outcome.cluster, thrown);
    if (outcome === undefined) throw thrown;
    return outcome;
  };
}

/** Secrets are masked before: a digest of a short one would tell it to whoever tries all of them. */
function inputDigest(input: unknown): string | undefined {
  try {
    return canonicalDigest(redact(input ?? {}));
  } catch {
    // A program may pass what cannot be read; validation says so.
    return undefined;
  }
}

function ruleOf({ code, details }: FleetError): string | undefined {
  const rule = details?.['rule'];
  return code === 'OPERATION_NOT_ALLOWED' && typeof rule === 'string' ? rule : undefined;
}

function outcomeOf(code: ErrorCode | undefined): OperationFinished['outcome'] {
  if (code === undefined) return 'ok';
  if (code === 'CANCELLED') return 'cancelled';
  return REFUSALS.includes(code) ? 'refused' : 'failed';
}
