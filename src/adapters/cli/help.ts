import type { Command } from './command.js';
import { COMMANDS } from './commands.js';
import { CONFIG_OPTIONS } from './config-options.js';
import type { OptionSpecs } from './options.js';

/** What `fleetwright --help` prints. */
export function overview(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  return [
    'Operate many Kubernetes clusters.',
    '',
    'Usage: fleetwright COMMAND [options]',
    '',
    'Commands:',
    ...COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    '  fleetwright COMMAND --help   options and examples of a command',
    '  fleetwright --version        the version',
    '',
    'Clusters come from --kubeconfig-dir, --kubeconfig, the KUBECONFIG variable, ~/.kube/config, or the pod it runs in.',
    'Exit status: 0 ok, 1 something failed, 2 refused (usage, input, configuration), 4 no cluster matched, 130 interrupted.',
  ].join('\n');
}

/** What `fleetwright COMMAND --help` prints. */
export function commandHelp(name: string, command: Command): string {
  const parts = [`Usage: fleetwright ${name}${command.usage === '' ? '' : ` ${command.usage}`}`, '', command.description];
  if (Object.keys(command.options).length > 0) parts.push('', 'Options:', ...optionLines(command.options));
  if (command.configured)
    parts.push('', 'Configuration (a flag wins over the environment, which wins over the file):', ...optionLines(CONFIG_OPTIONS));
  if (command.examples !== undefined) parts.push('', 'Examples:', ...command.examples.map((example) => `  ${example}`));
  return parts.join('\n');
}

const COLUMN = 34;

function optionLines(options: OptionSpecs): string[] {
  return Object.entries(options).map(([name, { value, description, choices }]) => {
    const written = `  --${name}${value === undefined ? '' : ` ${value}`}`;
    const what = choices === undefined ? description : `${description} (${choices.join(', ')})`;
    return written.length + 2 > COLUMN ? `${written}\n${' '.repeat(COLUMN)}${what}` : `${written.padEnd(COLUMN)}${what}`;
  });
}
