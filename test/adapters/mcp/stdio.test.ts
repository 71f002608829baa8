import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { kubeconfig, temporaryDirectory } from '../../support/kubeconfigs.js';
import { stdioProgram } from './clients.js';
import { startHangingServer } from './hanging-server.js';
import { initializeBody, rpc } from './http-requests.js';

const MESSAGE = z.looseObject({ jsonrpc: z.literal('2.0'), id: z.int().optional(), result: z.record(z.string(), z.unknown()).optional() });

let directory: ReturnType<typeof temporaryDirectory>;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => {
  directory.remove();
});

/** Runs the server, writes all lines at once, closes its input, and returns what it wrote until it ended. */
async function converse(lines: readonly string[]): Promise<{ exitCode: unknown; messages: z.output<typeof MESSAGE>[]; errors: string }> {
  const { command, args } = stdioProgram(directory.path);
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (errors += String(chunk)));
  child.stdin.end(lines.map((line) => `${line}\n`).join(''));
  const [exitCode] = await once(child, 'close');
  const messages = output.split('\n').filter((line) => line !== '');
  return { exitCode, errors, messages: messages.map((line) => MESSAGE.parse(JSON.parse(line))) };
}

function answerTo(id: number, messages: readonly z.output<typeof MESSAGE>[]): Record<string, unknown> | undefined {
  return messages.find((message) => message.id === id)?.result;
}

test('answers what was asked before its input ended, writes nothing but protocol messages, and ends by itself', async () => {
  writeFileSync(join(directory.path, 'one.yaml'), kubeconfig({ server: 'https://127.0.0.1:1' }));
  const { exitCode, messages, errors } = await converse([
    initializeBody(),
    'this is not JSON',
    rpc('tools/list', {}, 2),
    rpc('tools/call', { name: 'pods_list', arguments: { cluster: 'one' } }, 3),
    rpc('nothing/like_this', {}, 4),
  ]);
  expect(exitCode).toBe(0);
  expect(errors).toContain('closed');
  expect(answerTo(1, messages)).toMatchObject({ protocolVersion: '2025-11-25', serverInfo: { name: 'fleetwright' } });
  expect(answerTo(2, messages)?.['tools']).toContainEqual(expect.objectContaining({ name: 'pods_list' }));
  expect(answerTo(3, messages)).toMatchObject({
    isError: true,
    content: [{ text: expect.stringMatching(/^CONNECTION_REFUSED \(cluster one\)/) }],
  });
  expect(messages.map(({ id }) => id).sort()).toEqual([1, 2, 3, 4]);
});

test('answers with broken kubeconfigs, and says which', async () => {
  writeFileSync(join(directory.path, 'empty.yaml'), '');
  writeFileSync(join(directory.path, 'text.yaml'), 'this: is: not: yaml');
  mkdirSync(join(directory.path, 'folder.yaml'));
  const { messages } = await converse([initializeBody(), rpc('tools/call', { name: 'clusters_list', arguments: {} }, 2)]);
  const answer = JSON.stringify(answerTo(2, messages));
  for (const file of ['empty.yaml', 'text.yaml']) expect(answer).toContain(file);
  expect(answerTo(2, messages)).toMatchObject({ structuredContent: { total: 0 } });
});

test('does not wait for a cluster that hangs once its client is gone', async () => {
  await using cluster = await startHangingServer();
  writeFileSync(join(directory.path, 'stuck.yaml'), kubeconfig({ server: cluster.url }));
  const { exitCode } = await converse([initializeBody(), rpc('tools/call', { name: 'pods_list', arguments: { cluster: 'stuck' } }, 2)]);
  expect(exitCode).toBe(0);
}, 20_000);

test('ends at once when nothing was asked', async () => {
  expect(await converse([])).toMatchObject({ exitCode: 0, messages: [] });
});
