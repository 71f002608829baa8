import { didYouMean, hostEnvironment, VERSION } from '../../index.js';
import { COMMANDS, type CommandEntry } from './commands.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { openTerminal, type Terminal } from './terminal.js';
import { UsageError } from './usage-error.js';

/** Runs one command line and ends the process when its answer is written. */
export async function run(words: readonly string[]): Promise<void> {
  const terminal = openTerminal(hostEnvironment());
  endQuietlyWithoutReader();
  endOnDefect(terminal);
  let status: ExitCode;
  try {
    status = await runCommand(words, terminal);
  } catch (thrown) {
    status = await failed(thrown, terminal);
  }
  await end(status);
}

async function runCommand(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [first, ...afterFirst] = words;
  if (first === '--version' || first === '-V' || first === 'version') {
    terminal.print(VERSION);
    return EXIT.ok;
  }
  if (first === undefined) {
    terminal.tell((await import('./help.js')).overview());
    return EXIT.refused;
  }
  const asksForHelp = first === '--help' || first === '-h' || first === 'help';
  if (asksForHelp && afterFirst.length === 0) {
    terminal.print((await import('./help.js')).overview());
    return EXIT.ok;
  }
  const { entry, rest } = findCommand(asksForHelp ? afterFirst : words);
  const command = await entry.load();
  // `call OPERATION --help` is about the operation, which only `call` knows.
  if (asksForHelp || (isHelpAsked(rest) && entry.name !== 'call')) {
    terminal.print((await import('./help.js')).commandHelp(entry.name, command));
    return EXIT.ok;
  }
  return command.run(rest, terminal);
}

function findCommand(words: readonly string[]): { readonly entry: CommandEntry; readonly rest: readonly string[] } {
  const [first = '', second = ''] = words;
  if (first.startsWith('-')) throw new UsageError(`The command comes first: fleetwright COMMAND ${first} …`);
  const entry = COMMANDS.find(({ name }) => name === first || name === `${first} ${second}`);
  if (entry !== undefined) return { entry, rest: words.slice(entry.name.split(' ').length) };
  const group = COMMANDS.filter(({ name }) => name.startsWith(`${first} `));
  if (group.length > 0) {
    const written = isHelpAsked([second]) ? first : `${first} ${second}`.trim();
    throw new UsageError(`There is no command ${JSON.stringify(written)}; there is ${group.map(({ name }) => name).join(', ')}.`);
  }
  const names = COMMANDS.map(({ name }) => name);
  throw new UsageError(`There is no command ${JSON.stringify(first.slice(0, 80))}.${didYouMean(first, names)}`);
}

function isHelpAsked(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  return words.slice(0, end === -1 ? undefined : end).some((word) => word === '--help' || word === '-h');
}

async function failed(thrown: unknown, terminal: Terminal): Promise<ExitCode> {
  const { reportError } = await import('./report-error.js');
  return reportError(thrown, terminal);
}

/** What nobody caught is reported once and ends the process; when even the report fails, it ends without one instead of going round. */
function endOnDefect(terminal: Terminal): void {
  let reported = false;
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (thrown: unknown) => {
      if (reported) process.exit(EXIT.failed);
      reported = true;
      void failed(thrown, terminal).then(end);
    });
  }
}

/** Ends the process once everything written has left it; what is still open would otherwise keep it alive. */
async function end(status: ExitCode): Promise<void> {
  await Promise.all([process.stdout, process.stderr].map((stream) => new Promise<void>((resolve) => stream.write('', () => resolve()))));
  process.exit(status);
}

/** `fleetwright tools | head -3`: the reader had enough, and that is no failure. */
function endQuietlyWithoutReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.ok);
    throw error;
  });
}
