import { operationSchemas, textTable, type Fleet } from '../../../index.js';
import type { Command } from '../command.js';
import { CONFIG_OPTIONS } from '../config-options.js';
import { EXIT } from '../exit-codes.js';
import { withFleet } from '../open-fleet.js';
import { parseWords, text, type OptionSpecs } from '../options.js';

const OPTIONS: OptionSpecs = {
  output: { type: 'string', value: 'FORMAT', choices: ['table', 'json'], description: 'How the answer is written; json holds the schemas' },
};

/** `fleetwright tools` */
export const tools: Command = {
  usage: '[options]',
  description: 'Lists the operations that this configuration offers: as MCP tools, as typed calls, and to `fleetwright call`.',
  options: OPTIONS,
  configured: true,
  examples: ['fleetwright tools', 'fleetwright tools --read-only', 'fleetwright tools --output json'],
  run: async (words, terminal) => {
    const parsed = parseWords(words, { command: 'tools', options: { ...OPTIONS, ...CONFIG_OPTIONS } });
    return withFleet(parsed, terminal, async (fleet) => {
      terminal.print(text(parsed, 'output') === 'json' ? JSON.stringify(described(fleet), undefined, 2) : table(fleet));
      return EXIT.ok;
    });
  },
};

function table({ operations }: Fleet): string {
  const rows = operations.list().map(({ name, scope, effect, title }) => [name, operations.toolsetOf(name), scope, effect, title]);
  return textTable(['name', 'toolset', 'scope', 'effect', 'title'], rows);
}

function described({ operations }: Fleet): readonly Record<string, unknown>[] {
  return operations.list().map((operation) => {
    const { name, title, description, scope, effect, idempotent } = operation;
    const { input, output } = operationSchemas(operation);
    return {
      name,
      toolset: operations.toolsetOf(name),
      title,
      description,
      scope,
      effect,
      idempotent,
      input_schema: input,
      output_schema: output,
    };
  });
}
