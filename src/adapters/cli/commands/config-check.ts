import { createFleet, FleetError, type ConfigProblem, type LoadedConfig } from '../../../index.js';
import { authenticationOf } from '../authentication.js';
import type { Command } from '../command.js';
import { CONFIG_OPTIONS } from '../config-options.js';
import { configRows, configTable } from '../config-report.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { problemLine, readConfig } from '../open-fleet.js';
import { isOn, parseWords, text, type OptionSpecs } from '../options.js';
import type { Terminal } from '../terminal.js';

const OPTIONS: OptionSpecs = {
  verbose: { type: 'boolean', description: 'Also every key with its value and what set it' },
  output: { type: 'string', value: 'FORMAT', choices: ['text', 'json'], description: 'How the answer is written' },
};

/** `fleetwright config check` */
export const configCheck: Command = {
  usage: '[options]',
  description:
    'Reads the file, the environment and the flags, and says everything that is wrong with them, each with its place and what was\n' +
    'probably meant. Connects to nothing. Exit status: 0 the configuration can be used, 2 it cannot.',
  options: OPTIONS,
  configured: true,
  examples: ['fleetwright config check --config fleet.toml', 'fleetwright config check --config fleet.toml --verbose'],
  run: async (words, terminal) => {
    const parsed = parseWords(words, { command: 'config check', options: { ...OPTIONS, ...CONFIG_OPTIONS } });
    const asJson = text(parsed, 'output') === 'json';
    let loaded: LoadedConfig;
    try {
      loaded = await readConfig(parsed, terminal);
      // Names of toolsets and operations are known to the fleet only.
      await createFleet(loaded.config).close();
      authenticationOf(loaded.config);
    } catch (thrown) {
      return refused(thrown, asJson, terminal);
    }
    const { warnings } = loaded;
    const rows = isOn(parsed, 'verbose') ? configRows(loaded) : [];
    if (asJson) {
      terminal.print(JSON.stringify({ valid: true, problems: [], warnings, ...(rows.length === 0 ? {} : { keys: rows }) }, undefined, 2));
      return EXIT.ok;
    }
    if (rows.length > 0) terminal.print(configTable(rows));
    for (const warning of warnings) terminal.print(`warning: ${problemLine(warning)}`);
    terminal.print(`The configuration is valid${text(parsed, 'config') === undefined ? ' (no --config file was given)' : ''}.`);
    return EXIT.ok;
  },
};

function refused(thrown: unknown, asJson: boolean, terminal: Terminal): ExitCode {
  if (!FleetError.isInstance(thrown) || thrown.code !== 'CONFIG_INVALID') throw thrown;
  const problems = problemsOf(thrown);
  if (asJson) {
    terminal.print(JSON.stringify({ valid: false, problems, warnings: [] }, undefined, 2));
    return EXIT.refused;
  }
  const count = problems.length === 1 ? '1 problem' : `${String(problems.length)} problems`;
  terminal.print([`The configuration has ${count}:`, ...problems.map((problem) => `- ${problemLine(problem)}`)].join('\n'));
  return EXIT.refused;
}

function problemsOf(error: FleetError): readonly ConfigProblem[] {
  const problems: unknown = error.details?.['problems'];
  if (Array.isArray(problems) && problems.length > 0 && problems.every(isProblem)) return problems;
  return [{ key: '', message: error.message, source: 'configuration' }];
}

function isProblem(value: unknown): value is ConfigProblem {
  return typeof value === 'object' && value !== null && ['key', 'message', 'source'].every((key) => key in value);
}
