import { describe, expect, it } from 'vitest';
import { redact, redactText } from '../../../src/lib/platform/redact.js';

// Bounds against hangs, wide enough for a busy machine; the figures themselves belong to the benchmark.
const FAR_TOO_LONG_MS = 1_500;

function timed(run: () => unknown): number {
  const started = performance.now();
  run();
  return performance.now() - started;
}

describe('redaction of large and of hostile texts', () => {
  it('does not slow a large table or a large log', () => {
    const cells = Array.from({ length: 2_000 }, (_, row) => [`web-6c9d8f7b5-x${row}`, '1/1', 'Running', '0', '3d4h', '10.0.0.7']);
    expect(redact(cells)).toBe(cells);
    const log = Array.from(
      { length: 2_000 },
      (_, row) => `2024-05-01T12:00:00Z INFO reconcile name=web-${row} image=app@sha256:9f86d081 took=12ms`,
    ).join('\n');
    expect(redactText(log)).toBe(log);
    expect(timed(() => redact(cells)) + timed(() => redactText(log))).toBeLessThan(FAR_TOO_LONG_MS);
  });

  const size = 120_000;
  it.each([
    ['one letter', 'a'.repeat(size)],
    ['token token', 'token'.repeat(size / 5)],
    ['token-token-', 'token-'.repeat(size / 6)],
    ['eyJ-eyJ-', 'eyJ-'.repeat(size / 4)],
    ['begins of PEM', '-----BEGIN A-----'.repeat(size / 17)],
    ['begins of PEM with a body', '-----BEGIN A-----aaaaaaaa '.repeat(size / 26)],
    ['colons of URLs', '://a:'.repeat(size / 5)],
    ['backslashes after a Secret', `kind: Secret ${'\\'.repeat(size)}x`],
    ['quotes after data', `kind: Secret "data":{${':"'.repeat(size / 2)}`],
    ['data lines', `kind: Secret\n${'  data:\n'.repeat(size / 8)}`],
    ['pairs on one line', 'x token= a '.repeat(size / 11)],
    ['spaces after a key', `token${' '.repeat(size)}`],
    ['open quotes', 'key: "'.repeat(size / 6)],
    ['block scalars', 'token: |\n'.repeat(size / 9)],
  ])('%s', (_name, text) => {
    expect(timed(() => redactText(text))).toBeLessThan(FAR_TOO_LONG_MS);
  });
});
