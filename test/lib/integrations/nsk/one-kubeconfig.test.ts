import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { failureOf } from '../../../support/failure.js';
import { clusters, withStage } from './nsk-stage.js';

describe('the kubeconfig of one cluster', () => {
  test('is given by name or id, and not written', () =>
    withStage({ clusters: clusters('a', 'b') }, async ({ open, rancher, files }) => {
      const nsk = open();
      const byName = await nsk.kubeconfig('b');
      expect(byName).toMatchObject({ cluster: 'b', id: 'c-m-00000001', written: false });
      expect(byName.path).toBeUndefined();
      expect(byName.text).toContain(rancher.token);
      expect((await nsk.kubeconfig('c-m-00000001')).text).toBe(byName.text);
      await expect(files()).rejects.toThrow('ENOENT');
    }));

  test('saved, is written as a refresh would, and is known for ours; no other cluster is accounted for', () =>
    withStage({ clusters: clusters('a', 'b') }, async ({ open, files, directory }) => {
      const nsk = open();
      const saved = await nsk.kubeconfig('b', { save: true });
      expect(saved).toMatchObject({ written: true, path: join(directory, 'b.yaml') });
      expect(await files()).toEqual({ 'b.yaml': saved.text });
      expect((await nsk.status()).clusters.map(({ name }) => name)).toEqual(['b']);
      expect(await nsk.kubeconfig('b', { save: true })).toMatchObject({ written: false, path: saved.path, text: saved.text });
      expect(await nsk.refresh()).toMatchObject({ outcome: 'Success', written: ['a'] });
    }));

  test('removes nothing, whatever the listing lacks', () =>
    withStage({ clusters: clusters('a', 'b', 'c') }, async ({ open, rancher }) => {
      const nsk = open();
      await nsk.refresh();
      rancher.clusters.splice(1, 2);
      await nsk.kubeconfig('a', { save: true });
      expect((await nsk.status()).clusters.filter(({ removedAt, missingSince }) => removedAt ?? missingSince)).toEqual([]);
    }));

  test('never overwrites a file of somebody else, and is still to be had without saving', () =>
    withStage({ clusters: clusters('a') }, async ({ open, directory, rancher }) => {
      await mkdir(directory, { mode: 0o700 });
      await writeFile(join(directory, 'a.yaml'), 'mine: true\n');
      const nsk = open();
      expect(await failureOf(nsk.kubeconfig('a', { save: true }))).toMatchObject({ code: 'FILE_FAILED', cluster: 'a' });
      expect(await readFile(join(directory, 'a.yaml'), 'utf8')).toBe('mine: true\n');
      expect((await nsk.kubeconfig('a')).text).toContain(rancher.token);
    }));

  test('of a cluster that is not there: the nearest is named; an excluded one is not there', () =>
    withStage({ clusters: clusters('prod-1', 'prod-2') }, async ({ open }) => {
      const nsk = open({ excludeClusters: ['prod-2'] });
      expect(await failureOf(nsk.kubeconfig('prod-11'))).toMatchObject({
        code: 'CLUSTER_UNKNOWN',
        message: expect.stringContaining('Did you mean "prod-1"?') as string,
      });
      expect(await failureOf(nsk.kubeconfig('prod-2', { save: true }))).toMatchObject({ code: 'CLUSTER_UNKNOWN' });
      await nsk.stop();
      expect(await failureOf(nsk.kubeconfig('prod-1'))).toMatchObject({ code: 'CLOSED' });
    }));
});
