import { expect, test } from 'vitest';
import { findingLines } from '../../../src/adapters/cli/finding.js';
import { nodeVersion } from '../../../src/adapters/cli/examine-machine.js';
import { REASON_ADVICE } from '../../../src/adapters/cli/reason-advice.js';
import { redraw } from '../../../src/adapters/cli/redraw.js';
import { colourStatusTable } from '../../../src/adapters/cli/status-colours.js';
import type { Terminal } from '../../../src/adapters/cli/terminal.js';

const TABLE = [
  'CLUSTER    STATUS    VERSION',
  'Ready-1 *  Ready     v1.24.17',
  'b          NotReady  v1.36.3',
  'c          Unknown   -',
  '* = active cluster; 1 Ready',
].join('\n');

function visible(text: string): string {
  return text.replaceAll(/\u001b\[[0-9;?]*[A-Za-z]/g, '');
}

test('only the words of the STATUS column are coloured, and nothing else changes', () => {
  const painted = colourStatusTable(TABLE);
  expect(visible(painted)).toBe(TABLE);
  expect(painted).toContain('Ready-1 *  \u001b[32mReady\u001b[0m     v1.24.17');
  expect(painted).toContain('b          \u001b[31mNotReady\u001b[0m');
  expect(painted).toContain('c          \u001b[33mUnknown\u001b[0m');
  expect(painted).toContain('\n* = active cluster; 1 Ready');
  expect(colourStatusTable('No cluster matched. STATUS Ready')).toBe('No cluster matched. STATUS Ready');
});

test('a redraw fits the screen in both directions and says what it left out', () => {
  let drawn = '';
  const terminal: Terminal = {
    environment: {},
    interrupted: new AbortController().signal,
    colours: true,
    screen: { columns: 20, rows: 6 },
    showsProgress: false,
    print: (text) => void (drawn += text),
    write: (text) => void (drawn += text),
    tell: () => undefined,
    progress: () => undefined,
    readInput: async () => '',
  };
  redraw(TABLE.split('\n'), terminal);
  const lines = visible(drawn).split('\n').slice(0, -1);
  expect(lines).toHaveLength(5);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(20);
  expect(lines.at(-1)).toContain('2 more lines');
  expect(drawn).toContain('\u001b[32mReady\u001b[0m');
});

test('findings show what to do below what fails', () => {
  const text = findingLines(
    [
      { state: 'ok', what: 'Node 20' },
      { state: 'fail', what: 'two\nlines', advice: 'Do this.' },
    ],
    false,
  );
  expect(text).toBe('ok    Node 20\nFAIL  two\n      lines\n      -> Do this.');
});

test('Node is new enough from 20.19 on', () => {
  expect(['20.19.0', '20.20.2', '22.0.0', '24.1.0'].map((version) => nodeVersion(version).state)).toEqual(['ok', 'ok', 'ok', 'ok']);
  expect(['20.18.9', '18.20.0', '16.0.0'].map((version) => nodeVersion(version).state)).toEqual(['fail', 'fail', 'fail']);
});

test('there is advice for every reason a cluster can fail for', () => {
  for (const advice of Object.values(REASON_ADVICE)) expect(advice).toMatch(/^[A-Z].*\.$/);
});
