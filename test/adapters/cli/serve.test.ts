import { createServer } from 'node:http';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { runProgram, startProgram } from './run-program.js';
import { temporaryFolder } from './temporary-folder.js';

const INITIALIZE = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
});
const HEADERS = { 'content-type': 'application/json', 'accept': 'application/json, text/event-stream' };

test('it says where it serves and how clients are set up, and serves there; SIGTERM ends it with status 0', async () => {
  await using folder = await temporaryFolder();
  const program = await startProgram(['serve', '--port', '0', '--kubeconfig-dir', folder.path]);
  const said = await program.sees('stderr', 'curl:');
  const url = /MCP is served at (http:\/\/127\.0\.0\.1:\d+)\/mcp/.exec(said)?.[1] ?? '';
  for (const client of ['claude mcp add', 'code --add-mcp', '.cursor/mcp.json']) expect(said).toContain(client);
  expect((await fetch(`${url}/health`)).status).toBe(200);
  const answer = await fetch(`${url}/mcp`, { method: 'POST', headers: HEADERS, body: INITIALIZE });
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('"fleetwright"');
  program.child.kill('SIGTERM');
  expect(await program.ended).toMatchObject({ status: 0, signal: null, stdout: '' });
  await expect(fetch(`${url}/health`)).rejects.toThrow();
});

test('with a token it asks every caller for it, and does not print it', async () => {
  const token = 'hunter2-hunter2-hunter2';
  const program = await startProgram(['serve', '--port', '0'], { FLEETWRIGHT_AUTH_TOKEN: token });
  const said = await program.sees('stderr', 'curl:');
  const url = /MCP is served at (\S+)\/mcp/.exec(said)?.[1] ?? '';
  const call = async (headers: Record<string, string>): Promise<number> =>
    (await fetch(`${url}/mcp`, { method: 'POST', headers: { ...HEADERS, ...headers }, body: INITIALIZE })).status;
  expect(await call({})).toBe(401);
  expect(await call({ authorization: 'Bearer wrong' })).toBe(401);
  expect(await call({ authorization: `Bearer ${token}` })).toBe(200);
  program.child.kill('SIGTERM');
  const end = await program.ended;
  expect(end.stdout + end.stderr).not.toContain('hunter2');
});

test('an address beyond this machine is refused without a token', async () => {
  const end = await runProgram(['serve', '--port', '0', '--host', '0.0.0.0']);
  expect(end).toMatchObject({ status: 2, stdout: '' });
  expect(end.stderr).toContain('--allow-unauthenticated');
});

test('--allow-unauthenticated serves there all the same', async () => {
  const program = await startProgram(['serve', '--port', '0', '--host', '0.0.0.0', '--allow-unauthenticated']);
  await program.sees('stderr', 'MCP is served at');
  program.child.kill('SIGINT');
  expect(await program.ended).toMatchObject({ status: 0, stdout: '' });
});

test('a port that is taken is told in words', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' && address !== null ? String(address.port) : '';
  const end = await runProgram(['serve', '--port', port]);
  other.close();
  expect(end).toMatchObject({ status: 2, stdout: '' });
  expect(end.stderr).toContain(port);
  expect(end.stderr).toMatch(/^hint: .*--port/m);
  expect(end.stderr).not.toContain('INTERNAL');
});

test.each([
  [['--port', 'http'], 2],
  [['--port', '70000'], 2],
  [['--port', '0', '--host', 'no.such.host.invalid', '--allow-unauthenticated'], 2],
])('%j is refused in words', async (words, status) => {
  const end = await runProgram(['serve', ...words]);
  expect(end).toMatchObject({ status, stdout: '' });
  expect(end.stderr).toMatch(/^error/m);
  expect(end.stderr).not.toMatch(/^\s+at /m);
});
