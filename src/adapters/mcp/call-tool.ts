import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { CallToolResult } from '@modelcontextprotocol/server';
import { toFleetError, type Fleet, type FleetError } from '../../index.js';
import { ERROR_META_KEY } from './error-meta-key.js';
import { ProgressSender } from './progress-sender.js';
import { INVALID_PARAMS, RequestError } from './request-error.js';
import type { Exchange } from './surface.js';

/** Bytes. */
const LONG_TEXT = 64 * 1024;

/**
 * Runs one operation as a tool call. A failed operation is a result with `isError`, so that the model reads why.
 * @throws RequestError for a tool that does not exist, as the protocol asks.
 */
export async function callTool(fleet: Fleet, name: string, input: unknown, exchange: Exchange): Promise<CallToolResult> {
  refuseUnknownTool(fleet, name);
  const progress = exchange.sendProgress === undefined ? undefined : new ProgressSender(exchange.sendProgress);
  const requestId = randomUUID();
  try {
    const result = await fleet.call({
      operation: name,
      input: input ?? {},
      caller: exchange.caller,
      limits: exchange.limits,
      signal: exchange.signal,
      confirm: exchange.confirm,
      confirmation: exchange.confirmation,
      requestId,
      onProgress: (update) => progress?.report(update),
    });
    const text = result.text();
    // What follows writes the message in one go; a long text has kept the others waiting enough by being made.
    if (Buffer.byteLength(text) > LONG_TEXT) await setImmediate();
    return { content: [{ type: 'text', text }], structuredContent: { ...result.output } };
  } catch (thrown) {
    return failedResult(toFleetError(thrown), requestId);
  } finally {
    await progress?.finish();
  }
}

/** An error as the text a model reads and the data a program reads. */
export function failedResult(error: FleetError, requestId: string): CallToolResult {
  const where = error.cluster === undefined ? '' : ` (cluster ${error.cluster})`;
  const trace = error.code === 'INTERNAL' ? `\nRequest id: ${requestId}` : '';
  return {
    isError: true,
    content: [{ type: 'text', text: `${error.code}${where}: ${error.message}\nHint: ${error.hint}${trace}` }],
    _meta: { [ERROR_META_KEY]: { ...error.toJSON(), requestId } },
  };
}

function refuseUnknownTool(fleet: Fleet, name: string): void {
  try {
    fleet.operations.get(name);
  } catch (thrown) {
    const error = toFleetError(thrown);
    // Anything but an unknown name (an operation that is switched off) is refused by the call itself, with its reason.
    if (error.code === 'OPERATION_UNKNOWN') throw new RequestError(INVALID_PARAMS, error.message, error.toJSON(), error);
  }
}
