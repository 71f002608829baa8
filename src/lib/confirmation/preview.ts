import type { Call, Next } from '../call.js';
import { toFleetError, type ErrorCode } from '../errors.js';
import { operationInput } from '../operation-schema.js';
import { isRecord, withoutKeys } from '../platform/plain-records.js';
import { renderPlain } from '../platform/render-plain.js';

/** Nobody is asked about what cannot be done. */
const HOPELESS: readonly ErrorCode[] = ['NOT_FOUND', 'KIND_UNKNOWN', 'FORBIDDEN', 'OPERATION_NOT_ALLOWED', 'CLOSED'];

/**
 * What a dry run of the call answers, where its operation has one. One that fails is part of the plan: the call itself may still work.
 * @throws FleetError for what cannot be done at all, or when the call was cancelled
 */
export async function previewOf(call: Call, next: Next): Promise<string | undefined> {
  const { operation } = call;
  if (operation.effect === 'read' || !('dry_run' in operation.input.shape) || !isRecord(call.input)) return undefined;
  // A dry run has nothing to wait for.
  const input = { ...withoutKeys(call.input, ['wait_for', 'timeout']), dry_run: true };
  if (!operationInput(operation).safeParse(input).success) return undefined;
  try {
    const { output, cluster } = await next({ ...call, input, progress: () => undefined });
    return operation.render?.(cluster === undefined ? output : { cluster, ...output }) ?? renderPlain(output);
  } catch (thrown) {
    const error = toFleetError(thrown, call.target?.name);
    // What only a dry run is refused for may still be done.
    const isWrong = error.code === 'INPUT_INVALID' && !/dry.run/.test(error.message);
    if (call.signal.aborted || isWrong || HOPELESS.includes(error.code)) throw error;
    return `failed: ${error.code}: ${error.message}`;
  }
}
