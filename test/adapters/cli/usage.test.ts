import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { COMMANDS } from '../../../src/adapters/cli/commands.js';
import { VERSION } from '../../../src/index.js';
import { builtProgram } from './built-program.js';
import { runProgram, startNode } from './run-program.js';

test.each([['--version'], ['-V'], ['version']])('%s prints the version and nothing else', async (word) => {
  expect(await runProgram([word])).toMatchObject({ status: 0, stdout: `${VERSION}\n`, stderr: '' });
});

test('without a command the overview goes to standard error, and the status is 2', async () => {
  const end = await runProgram([]);
  expect(end).toMatchObject({ status: 2, stdout: '' });
  for (const { name } of COMMANDS) expect(end.stderr).toContain(`  ${name} `);
});

test.each([['--help'], ['-h'], ['help']])('%s prints the overview to standard output', async (word) => {
  const end = await runProgram([word]);
  expect(end).toMatchObject({ status: 0, stderr: '' });
  expect(end.stdout).toContain('Usage: fleetwright COMMAND');
});

test.each(COMMANDS.map(({ name }) => [name]))('%s has a help of its own, with its options and an example', async (name) => {
  const end = await runProgram([...name.split(' '), '--help']);
  expect(end).toMatchObject({ status: 0, stderr: '' });
  expect(end.stdout).toContain(`Usage: fleetwright ${name}`);
  expect(end.stdout).toMatch(/Options:|Configuration/);
  expect(end.stdout).toContain('Examples:');
  expect(end.stdout).not.toContain('\u001b');
});

test('`help COMMAND` and `COMMAND -h` say what `COMMAND --help` says', async () => {
  const { stdout } = await runProgram(['status', '--help']);
  expect((await runProgram(['help', 'status'])).stdout).toBe(stdout);
  expect((await runProgram(['status', '-h'])).stdout).toBe(stdout);
});

test.each([
  [['stauts'], 'There is no command "stauts". Did you mean "status"?'],
  [['x'.repeat(10_000)], 'There is no command'],
  [['config'], 'There is no command "config"; there is config check, config hash-token'],
  [['config', '--help'], 'There is no command "config"; there is config check, config hash-token'],
  [['config', 'hash-token', '--generat'], 'There is no option --generat. Did you mean "--generate"?'],
  [['config', 'hash-token', 'a-token-on-the-command-line'], '"a-token-on-the-command-line" is not expected here'],
  [['config', 'chekc'], 'There is no command "config chekc"'],
  [['--read-only', 'status'], 'The command comes first'],
  [['__proto__'], 'There is no command "__proto__"'],
  [['status', '--outptu', 'json'], 'There is no option --outptu. Did you mean "--output"?'],
  [['status', '--output', 'jsno'], '--output is one of table, json, not "jsno". Did you mean "json"?'],
  [['status', '--output'], '--output needs a value'],
  [['status', '--output='], '--output needs a value'],
  [['status', '--config', '--watch'], '--config needs a value, and --watch looks like an option'],
  [['status', '--output', 'json', '--output', 'table'], '--output is given twice'],
  [['status', '--watch=maybe'], '--watch is true or false, not "maybe"'],
  [['status', '-x'], 'There is no option -x'],
  [['status', 'a', 'b'], '"b" is not expected here'],
  [['status', '--interval', '10s'], '--interval belongs to --watch'],
  [['status', '--watch', '--interval', 'soon'], '--interval is a duration from 500ms to 24h'],
  [['status', '--watch', '--interval', '1ms'], '--interval is a duration from 500ms to 24h'],
  [['status', '--constructor', 'x'], 'There is no option --constructor'],
  [['status', '--port', '80'], 'There is no option --port'],
  [['tools', 'pods'], '"pods" is not expected here'],
  [['call'], 'OPERATION is missing'],
  [['mcp', '--confg', 'x'], 'There is no option --confg. Did you mean "--config"?'],
  [['serve', '--port'], '--port needs a value: --port PORT'],
  [['demo', '--clusters', 'many'], '--clusters is a whole number from 1 to 12, not "many"'],
  [['demo', '--clusters', '0'], '--clusters is a whole number from 1 to 12'],
  [['demo', '--clusters', '99'], '--clusters is a whole number from 1 to 12'],
  [['demo', '--port', '70000'], '--port is a whole number from 0 to 65535'],
  [['demo', '--kubeconfig-dir', 'package.json'], 'package.json is not a folder'],
])('%j is refused with status 2', async (words, message) => {
  const end = await runProgram(words);
  expect(end.stderr).toContain(`error: ${message}`);
  expect(end.stderr).toContain('hint: fleetwright ');
  expect(end.stderr).not.toMatch(/^\s+at /m);
  expect(end).toMatchObject({ status: 2, stdout: '' });
});

test('a reader that had enough is no failure', async () => {
  const child = spawn('sh', ['-c', `"${process.execPath}" "${await builtProgram()}" tools --output json | head -c 10; echo "$?"`], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  await new Promise((resolve) => child.on('close', resolve));
  expect(stderr).toBe('');
});

test('it runs from the sources too, as `npm run demo` does', async () => {
  const program = startNode(['--import', 'tsx', 'src/adapters/cli/main.ts', '--version']);
  program.child.stdin.end();
  expect(await program.ended).toMatchObject({ status: 0, stdout: `${VERSION}\n`, stderr: '' });
});
