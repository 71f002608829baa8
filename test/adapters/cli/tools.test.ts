import { expect, test } from 'vitest';
import { TOOLSETS, type Operation } from '../../../src/index.js';
import { runProgram } from './run-program.js';

const names = TOOLSETS.flatMap<Operation>(({ operations }) => [...operations])
  .filter(({ needs }) => needs === undefined)
  .map(({ name }) => name)
  .sort();

test('lists every operation that needs no further program or server in a table, with no cluster and no configuration', async () => {
  const end = await runProgram(['tools', '--toolsets', 'all']);
  expect(end).toMatchObject({ status: 0, stderr: '' });
  const [header = '', ...lines] = end.stdout.trimEnd().split('\n');
  expect(header.split(/ +/)).toEqual(['NAME', 'TOOLSET', 'SCOPE', 'EFFECT', 'TITLE']);
  expect(lines.map((line) => line.split(' ')[0])).toEqual(names);
});

test('gives the schemas as JSON', async () => {
  const end = await runProgram(['tools', '--output', 'json']);
  const listed = JSON.parse(end.stdout) as { name: string; effect: string; input_schema: object; output_schema: object }[];
  expect(listed.find(({ name }) => name === 'pods_list')).toMatchObject({
    toolset: 'core',
    scope: 'cluster',
    effect: 'read',
    input_schema: { type: 'object', additionalProperties: false, properties: { cluster: { type: 'string' } } },
    output_schema: { type: 'object' },
  });
});

test('shows what the configuration leaves', async () => {
  const end = await runProgram(['tools', '--toolsets', 'config']);
  expect(end.stdout.trimEnd().split('\n')).toHaveLength(3);
  const wrong = await runProgram(['tools', '--toolsets', 'confg']);
  expect(wrong).toMatchObject({ status: 2, stdout: '' });
  expect(wrong.stderr).toContain('CONFIG_INVALID');
});
