import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { isLongMessage, messageParts } from '../../../src/adapters/mcp/message-parts.js';
import { DrainingStdioTransport } from '../../../src/adapters/mcp/stdio-transport.js';

const rows = Array.from({ length: 10_000 }, (_, index) => [`pod-${String(index)}`, index, null, true, undefined, 'ä"\\\n']);

function answer(structuredContent: object, text = 'short'): { jsonrpc: '2.0'; id: number; result: Record<string, unknown> } {
  return { jsonrpc: '2.0', id: 7, result: { content: [{ type: 'text', text }], structuredContent } };
}

const messages = {
  'rows': answer({ columns: ['name'], rows, absent: undefined, nothing: {}, none: [] }),
  'rows of several clusters': answer({ clusters: [{ cluster: 'a', output: { rows } }, undefined, { cluster: 'b', error: null }] }),
  'a long text': answer({}, 'line\n'.repeat(40_000)),
  'a text whose parts end within a character': answer({}, `x${'😀'.repeat(50_000)}`),
  'halves of characters that stand alone': answer({}, '\ud83d'.repeat(70_000)),
  'objects that write themselves': answer({ rows, at: new Date(0), many: { toJSON: () => rows.length } }),
};

test.each(Object.entries(messages))('%s in parts are the JSON of the whole', (_name, message) => {
  const parts = [...messageParts(message)];
  expect(isLongMessage(message)).toBe(true);
  expect(parts.join('') === JSON.stringify(message)).toBe(true);
  expect(Math.max(...parts.map(({ length }) => length))).toBeLessThan(500_000);
});

test('a usual answer is not long', () => {
  const message = answer({ columns: ['name'], rows: rows.slice(0, 100) }, 'x'.repeat(20_000));
  expect(isLongMessage(message)).toBe(false);
  expect([...messageParts(message)]).toEqual([JSON.stringify(message)]);
});

test('a short answer is sent while a long one becomes JSON, and both are whole lines', async () => {
  const output = new PassThrough({ highWaterMark: 64 * 1024 * 1024 });
  const transport = new DrainingStdioTransport(new PassThrough(), output);
  await transport.start();
  const long = answer({ rows: Array.from({ length: 20 }, () => rows).flat() });
  const pong = { jsonrpc: '2.0' as const, id: 8, result: {} };
  const sent = transport.send(long);
  await transport.send(pong);
  await sent;
  const lines = String(output.read()).trimEnd().split('\n');
  expect(lines[0]).toBe(JSON.stringify(pong));
  expect(lines[1] === JSON.stringify(long)).toBe(true);
  expect(lines).toHaveLength(2);
  await transport.close();
});

test('an answer of a closed connection is refused, not written', async () => {
  const output = new PassThrough();
  const transport = new DrainingStdioTransport(new PassThrough(), output);
  await transport.start();
  const sent = transport.send(messages.rows);
  await transport.close();
  await expect(sent).rejects.toThrow('closed before an answer was written');
  expect(output.read()).toBeNull();
});
