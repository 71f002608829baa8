import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { authority } from '../../support/https-server.js';
import { startRancher, type StandInRancher } from '../../support/rancher/stand-in-rancher.js';
import { runProgram, startProgram } from './run-program.js';
import { temporaryFolder } from './temporary-folder.js';

const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
};

interface Stage {
  readonly rancher: StandInRancher;
  /** The words of a command line that name the configuration. */
  readonly words: readonly string[];
  readonly kubeconfigs: string;
}

async function withConfig(use: (stage: Stage) => Promise<void>): Promise<void> {
  await using folder = await temporaryFolder();
  await using rancher = await startRancher({ clusters: [{ id: 'c-1', name: 'one' }] });
  const ca = await folder.write('ca.pem', authority.certificate);
  const kubeconfigs = join(folder.path, 'kubeconfigs');
  const toml = `[rancher.eu]\nurl = "${rancher.url}"\ntoken = "\${EU_TOKEN}"\nca = "${ca}"\ndirectory = "${kubeconfigs}"\n`;
  await use({ rancher, words: ['--config', await folder.write('fleet.toml', toml)], kubeconfigs });
}

test.each([
  ['mcp', []],
  ['serve', ['--port', '0']],
])('%s asks Rancher at its start, before anybody calls', async (command, more) => {
  await withConfig(async ({ rancher, words, kubeconfigs }) => {
    const program = await startProgram([command, ...words, ...more], { EU_TOKEN: rancher.token });
    await expect.poll(() => readdir(kubeconfigs).catch(() => []), { timeout: 20_000 }).toContain('one.yaml');
    if (command === 'mcp') program.child.stdin.end();
    else program.child.kill('SIGTERM');
    expect((await program.ended).status).toBe(0);
  });
});

test('a Rancher that does not answer delays neither the first answer nor the end', async () => {
  await withConfig(async ({ rancher, words }) => {
    rancher.knobs.failures.push({ path: /clusters/, times: 1_000, answer: 'hang' });
    const program = await startProgram(['mcp', ...words], { EU_TOKEN: rancher.token });
    await expect.poll(() => rancher.requests.length, { timeout: 20_000 }).toBeGreaterThan(0);
    program.child.stdin.write(`${JSON.stringify(INITIALIZE)}\n`);
    await program.sees('stdout', '"id":1');
    program.child.stdin.end();
    expect(await program.ended).toMatchObject({ status: 0, signal: null });
  });
});

test('a single command takes its clusters from Rancher too, and config check shows no token', async () => {
  await withConfig(async ({ rancher, words }) => {
    const environment = { EU_TOKEN: rancher.token };
    const listed = await runProgram(['call', 'clusters_list', ...words], { environment });
    expect([listed.status, listed.stdout]).toEqual([0, expect.stringMatching(/\bone\b/)]);
    const shown = await runProgram(['config', 'check', '--verbose', ...words], { environment });
    expect(shown).toMatchObject({ status: 0, stderr: '' });
    expect(shown.stdout).toMatch(/^rancher +\{"eu":\{"url":"https:.*"token":"\[redacted\]".*file$/m);
    expect(shown.stdout).not.toContain(rancher.token.split(':')[1]);
  });
});
