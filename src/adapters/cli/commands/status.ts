import { setTimeout as wait } from 'node:timers/promises';
import { parseDuration, type Fleet } from '../../../index.js';
import type { Command } from '../command.js';
import { CONFIG_OPTIONS } from '../config-options.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { withFleet } from '../open-fleet.js';
import { isOn, parseWords, text, type OptionSpecs } from '../options.js';
import { readStatus, type StatusAnswer } from '../read-status.js';
import { redraw, withoutCursor } from '../redraw.js';
import { colourStatusTable } from '../status-colours.js';
import type { Terminal } from '../terminal.js';
import { UsageError } from '../usage-error.js';

const OPTIONS: OptionSpecs = {
  output: { type: 'string', value: 'FORMAT', choices: ['table', 'json'], description: 'How the answer is written' },
  watch: { type: 'boolean', description: 'Ask again and again until Ctrl-C' },
  interval: { type: 'string', value: 'DURATION', description: 'Time between two looks of --watch; default 5s' },
};

/** `fleetwright status` */
export const status: Command = {
  usage: '[SELECTOR] [options]',
  description:
    'Probes clusters in parallel and shows what each one answered. SELECTOR is a name, a glob, or conditions: prod-*, env=prod not prod-7.\n' +
    'Exit status: 0 all ready, 1 some are not, 2 usage or configuration, 4 no cluster matched.',
  options: OPTIONS,
  configured: true,
  examples: [
    'fleetwright status',
    "fleetwright status 'env=prod not prod-7'",
    'fleetwright status --watch --interval 10s',
    'fleetwright status --output json',
  ],
  run: async (words, terminal) => {
    const parsed = parseWords(words, { command: 'status', options: { ...OPTIONS, ...CONFIG_OPTIONS }, positionals: ['SELECTOR?'] });
    const interval = intervalOf(text(parsed, 'interval'), isOn(parsed, 'watch'));
    const asJson = text(parsed, 'output') === 'json';
    const [selector] = parsed.positionals;
    const use = async (fleet: Fleet): Promise<ExitCode> => {
      if (interval !== undefined) return watch(fleet, selector, { interval, asJson }, terminal);
      const answer = await readStatus(fleet, selector, terminal);
      terminal.print(asJson ? JSON.stringify(answer.output, undefined, 2) : painted(answer, terminal));
      for (const problem of answer.problems) terminal.tell(`could not be loaded: ${problem}`);
      return answer.exitCode;
    };
    return withFleet(parsed, terminal, use, interval === undefined ? 'one call' : 'lasting');
  },
};

function intervalOf(written: string | undefined, isWatching: boolean): number | undefined {
  if (!isWatching && written !== undefined) throw new UsageError('--interval belongs to --watch.', 'status');
  const interval = parseDuration(written ?? '5s');
  if (interval === undefined || interval < 500 || interval > 86_400_000) {
    throw new UsageError(`--interval is a duration from 500ms to 24h, such as 10s, not ${JSON.stringify(written)}.`, 'status');
  }
  return isWatching ? interval : undefined;
}

function painted(answer: StatusAnswer, terminal: Terminal): string {
  return terminal.colours ? colourStatusTable(answer.text) : answer.text;
}

async function watch(
  fleet: Fleet,
  selector: string | undefined,
  how: { readonly interval: number; readonly asJson: boolean },
  terminal: Terminal,
): Promise<ExitCode> {
  let last: ExitCode = EXIT.ok;
  await withoutCursor(terminal, async () => {
    while (!terminal.interrupted.aborted) {
      const answer = await readStatus(fleet, selector, terminal).catch((thrown: unknown) => {
        if (terminal.interrupted.aborted) return undefined;
        throw thrown;
      });
      if (answer === undefined) return;
      last = answer.exitCode;
      const problems = answer.problems.map((problem) => `could not be loaded: ${problem}`);
      if (how.asJson) terminal.print(JSON.stringify(answer.output));
      else redraw([...answer.text.split('\n'), ...problems], terminal);
      await wait(how.interval, undefined, { signal: terminal.interrupted }).catch(() => undefined);
    }
  });
  return last;
}
