import type { CallResult, Progress } from '../../../index.js';
import type { EventStream } from './event-stream.js';

/** Outputs whose text is a stream of lines by nature: sent line by line, and left out of the result that follows. */
const LINES: Readonly<Record<string, string>> = { pods_log: 'log' };

/** Runs a call and streams its progress, then its lines where it has such, then its result. Throws what the call throws. */
export async function streamCall(
  stream: EventStream,
  run: (onProgress: (update: Progress) => void) => Promise<CallResult>,
  shape: (output: CallResult['output']) => unknown,
): Promise<void> {
  const result = await run((update) => {
    stream.offer({ name: 'progress', data: update });
  });
  const member = LINES[result.operation];
  const text = member === undefined ? undefined : result.output[member];
  if (member === undefined || typeof text !== 'string') {
    stream.end({ name: 'result', data: shape(result.output) });
    return;
  }
  const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n');
  for (const line of lines) await stream.send({ name: 'line', data: line });
  const { [member]: _sent, ...rest } = result.output;
  stream.end({ name: 'result', data: rest });
}
