import { describe, expect, it } from 'vitest';
import { formatAge, formatDuration, parseDuration } from '../../../src/lib/platform/duration.js';

describe('parseDuration', () => {
  it.each([
    ['30s', 30_000],
    ['5m', 300_000],
    ['1h', 3_600_000],
    ['1h30m', 5_400_000],
    ['1.5h', 5_400_000],
    ['.5s', 500],
    ['250ms', 250],
    ['1500us', 1.5],
    ['0', 0],
    ['0s', 0],
    ['+5s', 5_000],
    [' 5s ', 5_000],
    ['100h', 360_000_000],
  ])('%s is %d ms', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it.each(['', ' ', '30', '-5s', '5 m', '1d', '1h 30m', 's', 'soon', '5s5', '1e3s', '..5s', '5S'])('%j is none', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '0s'],
    [250, '250ms'],
    [5_000, '5s'],
    [2_500, '2.5s'],
    [90_000, '1m30s'],
    [5_400_000, '1h30m'],
    [3_600_000, '1h'],
    [-1, '0s'],
    [Number.NaN, '0s'],
  ])('%d ms is %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });

  it('is read back as it was', () => {
    for (const milliseconds of [1, 999, 1_000, 61_000, 3_599_000, 3_600_000, 86_400_000, 90_061_000]) {
      expect(parseDuration(formatDuration(milliseconds))).toBe(milliseconds);
    }
  });
});

it.each([
  [0, '0s'],
  [119_000, '119s'],
  [120_000, '2m'],
  [125_000, '2m5s'],
  [3_600_000, '60m'],
  [4 * 3_600_000 + 600_000, '4h10m'],
  [9 * 3_600_000, '9h'],
  [3 * 86_400_000 + 4 * 3_600_000, '3d4h'],
  [47 * 86_400_000, '47d'],
  [800 * 86_400_000, '2y70d'],
  [-5, '0s'],
  [Number.NaN, '<unknown>'],
])('the age %d ms reads %s', (milliseconds, text) => {
  expect(formatAge(milliseconds)).toBe(text);
});
