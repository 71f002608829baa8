import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { clusters, withStage, type Stage } from './nsk-stage.js';

const run = promisify(execFile);
const LEDGER = z.object({ clusters: z.array(z.object({ name: z.string(), sha256: z.string() })) });

async function readEntries(path: string): Promise<{ name: string; sha256: string }[]> {
  return LEDGER.parse(JSON.parse(await readFile(path, 'utf8'))).clusters;
}

/** Where the kubeconfig of a file leads. */
async function leadsTo({ files }: Stage, name: string): Promise<string> {
  return /clusters\/(c-m-[0-9a-z]+)/.exec((await files())[`${name}.yaml`] ?? '')?.[1] ?? 'nowhere';
}

describe('a name means the cluster that has it now', () => {
  test('one that was made anew under the same name gets the file', () =>
    withStage({ clusters: clusters('prod', 'dev') }, async (stage) => {
      const nsk = stage.open();
      await nsk.refresh();
      stage.rancher.clusters.splice(0, 1, { id: 'c-m-99999999', name: 'prod' });
      expect(await nsk.refresh()).toMatchObject({ outcome: 'Success', written: ['prod'], failed: [] });
      expect(await leadsTo(stage, 'prod')).toBe('c-m-99999999');
      expect((await nsk.status()).clusters.filter(({ name }) => name === 'prod')).toMatchObject([{ id: 'c-m-99999999' }]);
      await nsk.cleanRemoved();
      expect(Object.keys(await stage.files())).toEqual(['dev.yaml', 'prod.yaml']);
    }));

  test('one that was renamed keeps its file', () =>
    withStage({ clusters: clusters('prod') }, async (stage) => {
      const nsk = stage.open();
      await nsk.refresh();
      Object.assign(stage.rancher.clusters[0] ?? {}, { name: 'production' });
      expect(await nsk.refresh({ force: true })).toMatchObject({ outcome: 'Success', failed: [] });
      expect(Object.keys(await stage.files())).toEqual(['prod.yaml']);
    }));

  test('two that swap their names swap their files', () =>
    withStage({ clusters: clusters('blue', 'green') }, async (stage) => {
      const nsk = stage.open();
      await nsk.refresh();
      const [first, second] = stage.rancher.clusters;
      Object.assign(first ?? {}, { name: 'green' });
      Object.assign(second ?? {}, { name: 'blue' });
      expect(await nsk.refresh()).toMatchObject({ outcome: 'Success', failed: [] });
      expect([await leadsTo(stage, 'green'), await leadsTo(stage, 'blue')]).toEqual([first?.id, second?.id]);
      expect(await nsk.refresh()).toMatchObject({ written: [] });
    }));

  test('one whose old name went to a new cluster moves out', () =>
    withStage({ clusters: clusters('prod') }, async (stage) => {
      const nsk = stage.open();
      await nsk.refresh();
      Object.assign(stage.rancher.clusters[0] ?? {}, { name: 'prod-old' });
      stage.rancher.clusters.push({ id: 'c-m-99999999', name: 'prod' });
      expect(await nsk.refresh()).toMatchObject({ outcome: 'Success', failed: [] });
      expect([await leadsTo(stage, 'prod'), await leadsTo(stage, 'prod-old')]).toEqual(['c-m-99999999', 'c-m-00000000']);
    }));
});

test('a file is known for ours after a process died twice: once after writing it, once before writing the next', () =>
  withStage({ clusters: clusters('a', 'b') }, async ({ open, directory, rancher, files }) => {
    let token = rancher.token;
    const nsk = open({ rancherToken: () => token });
    await nsk.refresh();
    const ledger = join(directory, '.fleetwright-nsk.json');
    const file = join(directory, 'a.yaml');
    const { sha256 } = (await readEntries(ledger)).find(({ name }) => name === 'a') ?? { sha256: '' };
    // As the first one left it: the file stands, the ledger only says that it was about to be written.
    const text = await readFile(ledger, 'utf8');
    await writeFile(ledger, text.replace(`"sha256": "${sha256}"`, `"sha256": "${'0'.repeat(64)}", "nextSha256": "${sha256}"`));
    // As the second one leaves it: nothing can be renamed over a mount, so the ledger says what is next, and the file stays.
    token = rancher.tokens.mint().bearer;
    await run('mount', ['--bind', file, file]);
    try {
      expect(await nsk.refresh()).toMatchObject({
        outcome: 'Partial',
        written: ['b'],
        failed: [{ cluster: 'a', error: { code: 'FILE_FAILED' } }],
      });
    } finally {
      await run('umount', [file]);
    }
    expect(await nsk.refresh()).toMatchObject({ outcome: 'Success', written: ['a'] });
    expect((await files())['a.yaml']).toContain(token);
    expect(await readFile(ledger, 'utf8')).not.toContain('nextSha256');
  }));

test('a filter that is changed removes nothing: what is listed and not wanted is not gone', () =>
  withStage({ clusters: clusters('prod-1', 'prod-2', 'dev-1', 'dev-2') }, async ({ open, files }) => {
    await open().refresh();
    const narrow = open({ clusterPattern: '^prod-' });
    expect(await narrow.refresh()).toMatchObject({ outcome: 'Success', clusters: 2, removed: [], held: [] });
    expect(Object.keys(await files())).toHaveLength(4);
  }));
