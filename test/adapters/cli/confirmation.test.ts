import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LocalFleet } from '../../../src/testing/index.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';
import { ownNamespace } from '../../support/own-namespace.js';
import { builtProgram } from './built-program.js';
import { runProgram } from './run-program.js';
import { temporaryFolder, type TemporaryFolder } from './temporary-folder.js';

const namespace = 'cli-confirmation';
const maps = `/api/v1/namespaces/${namespace}/configmaps`;

await describeWithFleet('fleetwright call of what must be confirmed', () => {
  let local: LocalFleet;
  let folder: TemporaryFolder;
  let file: string;
  let removeNamespace: () => Promise<void>;
  beforeAll(async () => {
    local = await sharedFleet();
    folder = await temporaryFolder();
    file = await folder.write('fleet.toml', '[[confirmation.rules]]\neffects = ["destructive"]\n');
    removeNamespace = await ownNamespace(local, namespace);
  });
  afterAll(async () => {
    await removeNamespace();
    await folder[Symbol.asyncDispose]();
    await local.close();
  });

  describe.each(['legacy', 'current'])('on %s', (cluster) => {
    const { words, make, status } = {
      words: (name: string): string[] => [
        ...['call', 'resources_delete', '--config', file, '--kubeconfig-dir', local.kubeconfigDirectory, '--cluster', cluster],
        ...['--api-version', 'v1', '--kind', 'ConfigMap', '--namespace', namespace, '--name', name],
      ],
      make: (name: string) =>
        local.cluster(cluster).adminClient.request('POST', maps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } }),
      status: async (name: string) => (await local.cluster(cluster).adminClient.request('GET', `${maps}/${name}`)).status,
    };

    test('where nobody can be asked, the plan is printed and nothing is done', async () => {
      await make('unattended');
      const end = await runProgram(words('unattended'));
      expect(end).toMatchObject({ status: 2, stdout: '' });
      expect(end.stderr).toContain(`error CONFIRMATION_REQUIRED (cluster ${cluster})`);
      expect(end.stderr).toContain('would be deleted');
      expect(end.stderr).toContain('or pass --yes');
      // It would be of no use to another process.
      expect(end.stderr).not.toContain('confirmation=');
      expect(await status('unattended')).toBe(200);
    });

    test('--yes agrees beforehand', async () => {
      await make('agreed');
      const end = await runProgram([...words('agreed'), '--yes']);
      expect(end.status).toBe(0);
      expect(end.stderr).toContain('Confirmed by --yes');
      expect(await status('agreed')).toBe(404);
    });

    test.each([
      ['yes', 'y\n', 0, 404],
      ['loud-yes', 'YES\n', 0, 404],
      ['no', 'n\n', 2, 200],
      ['nothing', '\n', 2, 200],
      ['other', 'yesterday\n', 2, 200],
      ['ctrl-d', '\u0004', 2, 200],
      ['ctrl-c', '\u0003', 130, 200],
    ])('on a terminal: %s', async (name, keys, exit, after) => {
      await make(name);
      const end = await onTerminal(words(name), keys);
      expect(end.written).toContain('Run it? [y/N]');
      expect(end.written).toContain(`name: ${name}`);
      expect(end).toMatchObject({ status: exit });
      expect(await status(name)).toBe(after);
    });
  });
});

/** Runs the program on a terminal of its own, where keys are typed once it asks. */
async function onTerminal(words: readonly string[], keys: string): Promise<{ status: unknown; written: string }> {
  const command = [process.execPath, await builtProgram(), ...words].map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], { stdio: ['pipe', 'pipe', 'inherit'] });
  let written = '';
  let typed = false;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    written += text;
    if (typed || !written.includes('[y/N]')) return;
    typed = true;
    child.stdin.write(keys);
  });
  const [status] = await once(child, 'close');
  return { status, written };
}
