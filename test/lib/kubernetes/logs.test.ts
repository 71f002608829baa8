import { describe, expect, test } from 'vitest';
import { LineFilter } from '../../../src/lib/kubernetes/logs/filter-lines.js';
import { KeptLines } from '../../../src/lib/kubernetes/logs/kept-lines.js';
import { readEntry, type LogEntry } from '../../../src/lib/kubernetes/logs/log-entry.js';
import { logLines } from '../../../src/lib/kubernetes/logs/log-lines.js';
import { LineMask, maskTogether } from '../../../src/lib/kubernetes/logs/mask-lines.js';
import { mergeLines } from '../../../src/lib/kubernetes/logs/merge-lines.js';

async function linesOf(...chunks: readonly (string | Uint8Array)[]): Promise<string[]> {
  async function* stream(): AsyncIterable<Uint8Array> {
    for (const chunk of chunks) yield Buffer.from(chunk);
  }
  const lines: string[] = [];
  for await (const part of logLines(stream())) lines.push(...part);
  return lines;
}

describe('lines of a stream', () => {
  test('are whole, wherever the stream was cut', async () => {
    expect(await linesOf('one\ntw', 'o\r\n', '\nlast')).toEqual(['one', 'two', '', 'last']);
    const euro = Buffer.from('5 €\n');
    expect(await linesOf(euro.subarray(0, 3), euro.subarray(3))).toEqual(['5 €']);
    expect(await linesOf()).toEqual([]);
  });

  test('that are too long are cut at the same place however they come', async () => {
    const long = 'x'.repeat(10_000);
    const expected = [`${'x'.repeat(4096)}… [5904 more characters]`, 'next'];
    expect(await linesOf(`${long}\nnext\n`)).toEqual(expected);
    expect(await linesOf(...(long.match(/.{1,1000}/g) ?? []), '\nnext\n')).toEqual(expected);
  });
});

describe('moments of lines', () => {
  test('zones and fractions are one order', () => {
    const logs = [
      ['2026-01-02T03:04:05.000000002Z b', '2026-01-02T03:04:06Z d'],
      ['2026-01-02T05:04:05.000000001+02:00 a', '2026-01-02T05:04:05.5+02:00 c'],
    ].map((lines) => lines.map(readEntry));
    expect(mergeLines(logs).map(({ entry }) => entry.text)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('a line without one follows the line before it, and a clock that goes back changes no order within a log', () => {
    const one = ['2026-01-02T03:04:05Z one', 'rest of one', '2026-01-02T03:04:01Z back'].map(readEntry);
    const other = ['2026-01-02T03:04:04Z early', '2026-01-02T03:04:06Z late'].map(readEntry);
    expect(mergeLines([one, other]).map(({ entry }) => entry.text)).toEqual(['early', 'one', 'rest of one', 'back', 'late']);
  });

  test('what looks like one and is none stays a part of the line', () => {
    expect(readEntry('2026-99-99T99:99:99Z x')).toEqual({ text: '2026-99-99T99:99:99Z x' });
    expect(readEntry('2026-01-02T03:04:05Z')).toMatchObject({ text: '', time: { text: '2026-01-02T03:04:05Z' } });
  });
});

describe('masks', () => {
  const mask = (...lines: readonly string[]): string[] => {
    const one = new LineMask();
    return lines.map((line) => one.mask(line));
  };
  const body = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj';

  test('a PEM block is masked to its end, also after what a logger puts before each line', () => {
    expect(mask('-----BEGIN PRIVATE KEY-----', body, 'AAAA==', '-----END PRIVATE KEY----- after', 'next')).toEqual([
      '[redacted]',
      '[redacted]',
      '[redacted]',
      '[redacted] after',
      'next',
    ]);
    expect(mask('12:00 info -----BEGIN RSA PRIVATE KEY-----', `12:00 info ${body}`).join('\n')).not.toContain(body);
  });

  test('a line that only speaks of a block hides no line after it', () => {
    expect(mask('expected -----BEGIN CERTIFICATE----- in the file', 'level=error msg="cannot start"')[1]).toBe(
      'level=error msg="cannot start"',
    );
  });

  test('a Secret printed as YAML is masked together, line for line', () => {
    const lines = ['apiVersion: v1', 'kind: Secret', 'data:', '  anything: c2hoaC1zZWNyZXQtdmFsdWU=', 'metadata:', '  name: database'];
    const masked = maskTogether(lines);
    expect(masked).toHaveLength(lines.length);
    expect(masked.join('\n')).not.toContain('c2hoaC1zZWNyZXQtdmFsdWU');
    expect(masked[5]).toBe('  name: database');
  });
});

describe('choices', () => {
  const entries = (...texts: readonly string[]): LogEntry[] => texts.map((text) => ({ text }));

  test('surroundings that meet are one part, others are told apart', () => {
    const filter = new LineFilter({ matches: (line) => line.startsWith('!'), context: 1 });
    const kept = entries('a', 'b', '!1', 'c', 'd', '!2', 'e', 'f', 'g', '!3').flatMap((entry) => filter.add(entry));
    expect(kept.map(({ text, gap }) => (gap === true ? `-- ${text}` : text))).toEqual(['-- b', '!1', 'c', 'd', '!2', 'e', '-- g', '!3']);
    expect(filter.found).toBe(3);
  });

  test('the last lines stay within lines and bytes; one line always stays', () => {
    const kept = new KeptLines({ lines: 3, bytes: 10 });
    for (const entry of entries('1', '2', '3', '4')) kept.add(entry);
    expect([kept.entries.map(({ text }) => text), kept.dropped]).toEqual([['2', '3', '4'], 0]);
    kept.add({ text: '123456789' });
    expect([kept.entries.map(({ text }) => text), kept.dropped]).toEqual([['123456789'], 2]);
    kept.add({ text: 'longer than all bytes' });
    expect(kept.entries.map(({ text }) => text)).toEqual(['longer than all bytes']);
  });

  test('a long log costs no more for each line than a short one', () => {
    const kept = new KeptLines({ lines: 100, bytes: 1_000_000 });
    for (let line = 1; line <= 200_000; line += 1) kept.add({ text: String(line) });
    expect(kept.entries.map(({ text }) => text)).toEqual(Array.from({ length: 100 }, (_, index) => String(199_901 + index)));
  });
});
