import { afterEach, describe, expect, test, vi } from 'vitest';
import { FleetError } from '../../../src/lib/errors.js';
import { retry, type RetryRules } from '../../../src/lib/platform/retry.js';
import { failureOf } from '../../support/failure.js';

const limited = (retryAfterMs?: number): FleetError =>
  new FleetError('RATE_LIMITED', 'slow down', retryAfterMs === undefined ? {} : { details: { retryAfterMs } });

/** What a failing attempt waits, try for try; no real time passes. */
async function waitsOf(
  failure: FleetError,
  rules: Partial<RetryRules> = {},
): Promise<{ waits: number[]; attempts: number; failure: FleetError }> {
  vi.useFakeTimers();
  const waits: number[] = [];
  let attempts = 0;
  const outcome = failureOf(
    retry(
      () => {
        attempts += 1;
        return Promise.reject(failure);
      },
      { signal: new AbortController().signal, onRetry: (_error, waitMs) => waits.push(waitMs), ...rules },
    ),
  );
  await vi.runAllTimersAsync();
  return { waits, attempts, failure: await outcome };
}

afterEach(() => {
  vi.useRealTimers();
});

describe('retry', () => {
  test('waits twice as long each time, up to a fifth less, and never longer than said', async () => {
    const { waits, attempts } = await waitsOf(limited(), { tries: 8 });
    expect(attempts).toBe(8);
    for (const [index, most] of [1, 2, 4, 8, 16, 30, 30].entries()) {
      expect(waits[index]).toBeLessThanOrEqual(most * 1000);
      expect(waits[index]).toBeGreaterThanOrEqual(most * 800);
    }
  });

  test.each([0, 7_000, 90_000])('waits the %i ms that the other side asks for, up to a tenth more, never less', async (asked) => {
    const { waits } = await waitsOf(limited(asked));
    expect(waits).toHaveLength(2);
    for (const wait of waits) {
      expect(wait).toBeGreaterThanOrEqual(asked);
      expect(wait).toBeLessThanOrEqual(asked * 1.1);
    }
  });

  test('leaves alone who asks for more than anyone waits', async () => {
    expect(await waitsOf(limited(3_600_000))).toMatchObject({ attempts: 1, waits: [], failure: { details: { retryAfterMs: 3_600_000 } } });
  });

  test('many that failed together do not come back together', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => waitsOf(limited(10_000), { tries: 2 })));
    expect(new Set(all.flatMap(({ waits }) => waits)).size).toBeGreaterThan(10);
  });

  test('does not try again what will not pass', async () => {
    expect(await waitsOf(new FleetError('UNAUTHORIZED', 'no'))).toMatchObject({ attempts: 1, waits: [] });
  });
});
