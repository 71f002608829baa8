import { expect, test } from 'vitest';
import { parseSorting, sortRows } from '../../../src/lib/kubernetes/listing/sort-rows.js';

const sorted = async (values: readonly (string | number | null)[], descending = false) => {
  const rows = values.map((value) => [value]);
  return (await sortRows(rows, 0, descending)).map(([value]) => value);
};

test.each([
  ['numbers', ['10', '9', '2'], ['2', '9', '10']],
  ['restarts', ['3 (5m ago)', '0', '12 (2d ago)'], ['0', '3 (5m ago)', '12 (2d ago)']],
  ['ages', ['2d', '5h10m', '45s', '119m'], ['45s', '119m', '5h10m', '2d']],
  ['quantities', ['2Gi', '500Mi', '1', '100m'], ['100m', '1', '500Mi', '2Gi']],
  ['ready', ['2/2', '0/1', '1/2'], ['0/1', '1/2', '2/2']],
  ['names', ['pod-10', 'pod-9', 'api'], ['api', 'pod-9', 'pod-10']],
  ['mixed texts, as texts', ['10', 'none', '9'], ['9', '10', 'none']],
  ['empty cells last', [null, '5m', '<none>', '4m'], ['4m', '5m', null, '<none>']],
])('%s', async (_, values, expected) => {
  expect(await sorted(values)).toEqual(expected);
});

test('descending keeps empty cells last and equal rows in their order', async () => {
  expect(await sorted(['1', null, '3', '2'], true)).toEqual(['3', '2', '1', null]);
  const rows = [
    ['a', 1],
    ['b', 1],
  ];
  expect(await sortRows(rows, 1, true)).toEqual(rows);
});

test('ten thousand rows are sorted as a few are, while others have their turn', async () => {
  const values = Array.from({ length: 10_000 }, (_, index) => `pod-${String((index * 7919) % 10_000)}`);
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 0);
  const found = await sorted(values);
  clearInterval(timer);
  expect(found).toEqual(Array.from({ length: 10_000 }, (_, index) => `pod-${String(index)}`));
  expect(turns).toBeGreaterThan(0);
});

test('a minus means descending', () => {
  expect(parseSorting('-age')).toEqual({ column: 'age', descending: true });
  expect(parseSorting('last seen')).toEqual({ column: 'last seen', descending: false });
});
