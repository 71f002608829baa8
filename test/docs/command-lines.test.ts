import { expect, test } from 'vitest';
import { inputFromFlags } from '../../src/adapters/cli/call-input.js';
import type { Command } from '../../src/adapters/cli/command.js';
import { COMMANDS } from '../../src/adapters/cli/commands.js';
import { CONFIG_OPTIONS } from '../../src/adapters/cli/config-options.js';
import { parseWords } from '../../src/adapters/cli/options.js';
import { operationInput, TOOLSETS, type Operation } from '../../src/index.js';
import { commandLines } from './command-lines.js';

const operations = new Map(TOOLSETS.flatMap<Operation>((toolset) => [...toolset.operations]).map((one) => [one.name, one]));
const lines = commandLines().filter(({ words: [first = '--help'] }) => !first.startsWith('-') && !/^[A-Z]+$/.test(first));

test('the documentation shows how the program is called', () => {
  expect(lines.length).toBeGreaterThan(12);
});

test.each(lines)('$place: fleetwright $words', async ({ words }) => {
  const entry = COMMANDS.find(({ name }) => words.slice(0, name.split(' ').length).join(' ') === name);
  expect(entry, 'an unknown command').toBeDefined();
  const command = await entry!.load();
  check(entry!.name, command, words.slice(entry!.name.split(' ').length));
});

/** Throws for whatever the program itself would refuse. */
function check(name: string, command: Command, words: readonly string[]): void {
  if (words.includes('--help')) return;
  const options = { ...(command.configured ? CONFIG_OPTIONS : {}), ...command.options };
  const positionals = name === 'call' ? ['OPERATION'] : name === 'status' ? ['SELECTOR?'] : [];
  const parsed = parseWords(words, { command: name, options, positionals, collectOthers: name === 'call' });
  if (name !== 'call' || parsed.values.has('json')) return;
  const operation = operations.get(parsed.positionals[0] ?? '')!;
  operationInput(operation).parse(inputFromFlags(operation, parsed.others, Object.keys(options)));
}
