/** Characters of one line that are kept: programs that write megabytes without a line end must not fill an answer. */
const LONGEST_LINE = 4096;

/** The lines of a stream as they are complete, without their ends; what is too long is cut and says so. */
export async function* logLines(stream: AsyncIterable<Uint8Array>): AsyncIterable<readonly string[]> {
  const decoder = new TextDecoder();
  let line = '';
  let lost = 0;
  const add = (part: string): void => {
    const room = LONGEST_LINE - line.length;
    line += part.slice(0, room);
    lost += Math.max(0, part.length - room);
  };
  const finish = (): string => {
    const text = line.endsWith('\r') ? line.slice(0, -1) : line;
    const whole = lost === 0 ? text : `${text}… [${String(lost)} more characters]`;
    line = '';
    lost = 0;
    return whole;
  };
  for await (const chunk of stream) {
    const parts = decoder.decode(chunk, { stream: true }).split('\n');
    const rest = parts.pop() ?? '';
    const lines = parts.map((part) => {
      add(part);
      return finish();
    });
    add(rest);
    if (lines.length > 0) yield lines;
  }
  add(decoder.decode());
  if (line !== '') yield [finish()];
}
