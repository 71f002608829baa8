/** No event is nearly as long. */
const LONGEST = 4 * 1024 * 1024;

/**
 * Reads a stream of JSON objects, one per line, until it ends.
 * @param {ReadableStream<Uint8Array>} stream
 * @param {(message: Record<string, unknown>) => void} onMessage
 */
export async function readLines(stream, onMessage) {
  const decoder = new TextDecoder();
  const reader = stream.getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + decoder.decode(value, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST) throw new Error('The stream of events is not one.');
    for (const line of lines) if (line !== '') onMessage(JSON.parse(line));
  }
}
