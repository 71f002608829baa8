import { expect, test } from 'vitest';
import { textTable } from '../../../src/lib/platform/text-table.js';

test('columns are aligned, headers in upper case, nothing trails', () => {
  const table = textTable(
    ['name', 'last seen', 'count'],
    [
      ['web', '5m', 12],
      ['a-long-name', null, true],
      ['', undefined, 'x  '],
    ],
  );
  expect(table).toBe('NAME         LAST-SEEN  COUNT\nweb          5m         12\na-long-name  -          true\n-            -          x');
});

test('no rows: the header', () => {
  expect(textTable(['name', 'age'], [])).toBe('NAME  AGE');
});

test.each([
  ['a line break', 'web\nforged  row'],
  ['a carriage return', 'web\rforged  row'],
  ['an escape sequence', 'web\u001bforged  row'],
  ['a C1 control', 'web\u009bforged  row'],
])('%s forges nothing, in whichever column it stands', (_, cell) => {
  for (const columns of [['name'], ['name', 'age']]) {
    const lines = textTable(columns, [[cell, '1m']]).split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/^web forged {2}row( {2}1m)?$/);
  }
});
