import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { runProgram, startNode, startProgram, type RunningProgram } from './run-program.js';
import { temporaryFolder } from './temporary-folder.js';

const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
};
const INITIALIZED = { jsonrpc: '2.0', method: 'notifications/initialized' };

function lines(...messages: readonly object[]): string {
  return messages.map((message) => `${JSON.stringify(message)}\n`).join('');
}

async function connected(words: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<RunningProgram> {
  const program = await startProgram(['mcp', ...words], environment);
  program.child.stdin.write(lines(INITIALIZE));
  await program.sees('stdout', '"id":1');
  program.child.stdin.write(lines(INITIALIZED));
  return program;
}

test('nothing but messages goes to standard output, whatever is logged; the end of the input ends it', async () => {
  await using folder = await temporaryFolder();
  await folder.write('broken.yaml', 'clusters: [');
  const program = await connected(['--kubeconfig-dir', folder.path, '--log-level', 'trace'], { NSK_ENABLED: 'false' });
  program.child.stdin.write(
    lines(
      { jsonrpc: '2.0', id: 2, method: 'tools/list' },
      { jsonrpc: '2.0', id: 3, method: 'tools/call', params: { name: 'clusters_list', arguments: {} } },
    ),
  );
  await program.sees('stdout', '"id":3');
  program.child.stdin.end();
  const end = await program.ended;
  expect(end).toMatchObject({ status: 0, signal: null });
  const messages = end.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { jsonrpc: string; id?: number; result?: object });
  expect(messages.every(({ jsonrpc }) => jsonrpc === '2.0')).toBe(true);
  expect(messages.find(({ id }) => id === 2)).toMatchObject({
    result: { tools: expect.arrayContaining([expect.objectContaining({ name: 'pods_list' })]) },
  });
  expect(JSON.stringify(messages.find(({ id }) => id === 3))).toContain('broken.yaml');
});

test('a message that follows at once is answered too', async () => {
  const program = await startProgram(['mcp']);
  program.child.stdin.end(lines(INITIALIZE, INITIALIZED, { jsonrpc: '2.0', id: 2, method: 'tools/list' }));
  const end = await program.ended;
  expect(end).toMatchObject({ status: 0, stderr: '' });
  expect(end.stdout).toContain('"id":2');
  expect(end.stdout).toContain('clusters_list');
});

test.each([
  ['a file that is not there', ['--config', '/nowhere/fleet.toml'], 'CONFIG_INVALID'],
  ['a level that does not exist', ['--log-level', 'loud'], 'flag --log-level'],
  ['an unknown toolset', ['--toolsets', 'coer'], '"coer"'],
  ['an unknown flag', ['--read-olny'], 'There is no option --read-olny. Did you mean "--read-only"?'],
])('%s ends it with status 2 and the problem on standard error, also while a client is connected', async (_what, words, message) => {
  const connectedEnd = await (await startProgram(['mcp', ...words])).ended;
  expect(connectedEnd).toMatchObject({ status: 2, stdout: '' });
  expect(connectedEnd.stderr).toContain(message);
  const end = await runProgram(['mcp', ...words]);
  expect(end).toMatchObject({ status: 2, stdout: '' });
  expect(end.stderr).toContain(message);
});

test('every problem of a configuration is told', async () => {
  await using folder = await temporaryFolder();
  const file = await folder.write('fleet.toml', 'raed_only = true\nport = "no"\n');
  const end = await runProgram(['mcp', '--config', file]);
  expect(end.status).toBe(2);
  expect(end.stderr).toContain('raed_only');
  expect(end.stderr).toContain('port');
});

test.each(['SIGTERM', 'SIGINT'] as const)('%s ends it cleanly', async (signal) => {
  const program = await connected([]);
  program.child.kill(signal);
  expect(await program.ended).toMatchObject({ status: 0, signal: null, stderr: '' });
});

test('it loads neither the REST API nor a framework for HTTP', async () => {
  const preloads = ['tsx', resolve('test/architecture/record-loads.mjs')].flatMap((preload) => ['--import', preload]);
  const program = startNode([...preloads, 'src/adapters/cli/main.ts', 'mcp']);
  program.child.stdin.end(lines(INITIALIZE, INITIALIZED, { jsonrpc: '2.0', id: 2, method: 'tools/list' }));
  const { stdout } = await program.ended;
  expect(stdout).toContain('/src/adapters/mcp/fleet-surface.ts');
  expect(stdout).not.toMatch(/\/src\/adapters\/(rest|http)\/|\/node_modules\/(express|helmet|jose)\//);
});
