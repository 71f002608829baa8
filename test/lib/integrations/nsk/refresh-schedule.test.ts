import { afterEach, expect, test, vi } from 'vitest';
import { scheduleRefreshes } from '../../../../src/lib/integrations/nsk/refresh-schedule.js';

const HOUR_MS = 3_600_000;
const MONTH_MS = 30 * 24 * HOUR_MS;

function scheduled(intervalMs: number, asked?: number): { runs: () => number; schedule: ReturnType<typeof scheduleRefreshes> } {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout', 'performance'] });
  let runs = 0;
  const schedule = scheduleRefreshes(intervalMs, () => {
    runs += 1;
    return Promise.resolve(asked);
  });
  return { runs: () => runs, schedule };
}

afterEach(() => {
  vi.useRealTimers();
});

test('runs once in an interval, a tenth earlier or later, and says when', async () => {
  const { runs, schedule } = scheduled(HOUR_MS);
  const next = Date.parse(schedule.next() ?? '') - Date.now();
  expect(next).toBeGreaterThanOrEqual(0.9 * HOUR_MS);
  expect(next).toBeLessThanOrEqual(1.1 * HOUR_MS);
  await vi.advanceTimersByTimeAsync(next - 2);
  expect(runs()).toBe(0);
  await vi.advanceTimersByTimeAsync(4);
  expect(runs()).toBe(1);
  await vi.advanceTimersByTimeAsync(10 * 1.1 * HOUR_MS);
  expect(runs()).toBeGreaterThanOrEqual(11);
  schedule.stop();
});

test('an interval that is longer than a timer can be is kept', async () => {
  const { runs, schedule } = scheduled(MONTH_MS);
  await vi.advanceTimersByTimeAsync(0.89 * MONTH_MS);
  expect(runs()).toBe(0);
  await vi.advanceTimersByTimeAsync(0.22 * MONTH_MS);
  expect(runs()).toBe(1);
  schedule.stop();
});

test('a computer that slept over its time refreshes within seconds of waking up', async () => {
  const { runs, schedule } = scheduled(HOUR_MS);
  // Timers stand still while it sleeps, the clock of the wall does not.
  vi.setSystemTime(Date.now() + 8 * HOUR_MS);
  await vi.advanceTimersByTimeAsync(15_000);
  expect(runs()).toBe(1);
  schedule.stop();
});

test('a clock that is set back neither puts a run off nor makes the next one a lie', async () => {
  const { runs, schedule } = scheduled(HOUR_MS);
  vi.setSystemTime(Date.now() - 24 * HOUR_MS);
  const next = Date.parse(schedule.next() ?? '') - Date.now();
  expect(next).toBeGreaterThan(0);
  expect(next).toBeLessThanOrEqual(1.1 * HOUR_MS);
  await vi.advanceTimersByTimeAsync(1.1 * HOUR_MS);
  expect(runs()).toBe(1);
  schedule.stop();
});

test('who is asked to stay away for longer stays away', async () => {
  const { runs, schedule } = scheduled(60_000, 10 * 60_000);
  await vi.advanceTimersByTimeAsync(66_000);
  expect(runs()).toBe(1);
  await vi.advanceTimersByTimeAsync(9 * 60_000);
  expect(runs()).toBe(1);
  await vi.advanceTimersByTimeAsync(66_000);
  expect(runs()).toBe(2);
  schedule.stop();
});

test('stop leaves no timer', () => {
  const { schedule } = scheduled(HOUR_MS);
  schedule.stop();
  expect(vi.getTimerCount()).toBe(0);
  expect(schedule.next()).toBeUndefined();
});
