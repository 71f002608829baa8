import type { CallResult, Operation } from '../../../index.js';
import { inputFromFlags, inputFromJson } from '../call-input.js';
import { TERMINAL_CALLER } from '../caller.js';
import type { Command } from '../command.js';
import { confirmerOf } from '../confirm-call.js';
import { CONFIG_OPTIONS } from '../config-options.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { commandHelp } from '../help.js';
import { withFleet } from '../open-fleet.js';
import { operationHelp } from '../operation-help.js';
import { findParameter, parametersOf } from '../operation-parameters.js';
import { isOn, parseWords, text, type OptionSpecs, type OtherOption, type ParsedWords } from '../options.js';
import { exitCodeOfAnswer } from '../outcome.js';
import type { Terminal } from '../terminal.js';
import { UsageError } from '../usage-error.js';

const OPTIONS: OptionSpecs = {
  json: { type: 'string', value: 'INPUT', description: 'The whole input as a JSON object; - reads it from standard input' },
  output: {
    type: 'string',
    value: 'FORMAT',
    description: 'How the answer is written: text or json; anything else is the parameter of that name, where the operation has one',
  },
  yes: { type: 'boolean', description: 'Agree to what a rule of the configuration would ask about' },
};
const FORMATS: readonly string[] = ['text', 'json'];
const HELP: OptionSpecs = { help: { type: 'boolean', description: '' }, h: { type: 'boolean', description: '' } };

/** `fleetwright call OPERATION` */
export const call: Command = {
  usage: 'OPERATION [--json INPUT | --PARAMETER VALUE …] [options]',
  description:
    'Runs one operation. Parameters are flags: --label-selector app=web. A list is repeated or comma-separated, an object is JSON,\n' +
    'a boolean needs no value. `fleetwright call OPERATION --help` shows the parameters, `fleetwright tools` the operations.\n' +
    'Exit status: 0 ok, 1 it failed, 2 refused or invalid input, 4 no such cluster, 130 interrupted.',
  options: OPTIONS,
  configured: true,
  examples: [
    'fleetwright call pods_list --cluster prod-1 --label-selector app=web',
    'fleetwright call clusters_exec_all --operation events_list --clusters env=prod',
    `echo '{"kind":"Pod","apiVersion":"v1"}' | fleetwright call resources_list --json - --output json`,
  ],
  run: async (words, terminal) => {
    const parsed = parseWords(
      words.map((word) => (word === '-h' ? '--h' : word)),
      {
        command: 'call',
        options: { ...OPTIONS, ...CONFIG_OPTIONS, ...HELP },
        positionals: ['OPERATION?'],
        collectOthers: true,
      },
    );
    const [name] = parsed.positionals;
    const wantsHelp = isOn(parsed, 'help') || isOn(parsed, 'h');
    if (name === undefined && wantsHelp) {
      terminal.print(commandHelp('call', call));
      return EXIT.ok;
    }
    if (name === undefined) throw new UsageError('OPERATION is missing; fleetwright tools lists them.', 'call');
    return withFleet(parsed, terminal, async (fleet) => {
      const operation = fleet.operations.get(name);
      if (wantsHelp) {
        terminal.print(operationHelp(operation));
        return EXIT.ok;
      }
      const result = await fleet.call({
        operation: name,
        input: await inputOf(operation, parsed, terminal),
        caller: TERMINAL_CALLER,
        signal: terminal.interrupted,
        confirm: confirmerOf(isOn(parsed, 'yes'), terminal),
        onProgress: ({ done, total, message }) => {
          terminal.progress(`${String(done)}/${String(total ?? '?')} ${message ?? ''}`);
        },
      });
      return show(result, text(parsed, 'output') === 'json', terminal);
    });
  },
};

async function inputOf(operation: Operation, parsed: ParsedWords, terminal: Terminal): Promise<Record<string, unknown>> {
  const json = text(parsed, 'json');
  const others = [...parsed.others, ...outputParameter(operation, parsed)];
  const [flag] = others;
  if (json === undefined) return inputFromFlags(operation, others, Object.keys({ ...OPTIONS, ...CONFIG_OPTIONS }));
  if (flag !== undefined) throw new UsageError(`--json is the whole input; --${flag.name} cannot stand beside it.`, 'call');
  return inputFromJson(json === '-' ? await terminal.readInput() : json);
}

/** Lists take `output` themselves (names, count…): what is no format of the terminal is theirs. */
function outputParameter(operation: Operation, parsed: ParsedWords): readonly OtherOption[] {
  const value = text(parsed, 'output');
  if (value === undefined || FORMATS.includes(value)) return [];
  if (findParameter('output', parametersOf(operation)) === undefined)
    throw new UsageError(`--output is one of ${FORMATS.join(', ')}, not ${JSON.stringify(value)}.`, 'call');
  return [{ name: 'output', value }];
}

function show(result: CallResult, asJson: boolean, terminal: Terminal): ExitCode {
  terminal.print(asJson ? JSON.stringify(result.output, undefined, 2) : result.text());
  return exitCodeOfAnswer(result);
}
