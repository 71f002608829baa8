import { chmod, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { failureOf } from '../../../support/failure.js';
import { clusters, many, withStage } from './nsk-stage.js';

describe('a refresh', () => {
  test('writes a private kubeconfig for each cluster, which leads through Rancher and is bound to its authority', () =>
    withStage({ clusters: clusters('prod-1', 'prod-2') }, async ({ open, files, directory, rancher }) => {
      const report = await open().refresh();
      expect(report).toMatchObject({ outcome: 'Success', summary: 'Success (2 clusters updated)', written: ['prod-1', 'prod-2'] });
      const written = await files();
      expect(Object.keys(written)).toEqual(['prod-1.yaml', 'prod-2.yaml']);
      expect(JSON.parse(written['prod-1.yaml'] ?? '')).toMatchObject({
        clusters: [
          { cluster: { 'server': `${rancher.url}/k8s/clusters/c-m-00000000`, 'certificate-authority-data': expect.any(String) as string } },
        ],
        users: [{ user: { token: rancher.token } }],
      });
      expect((await stat(join(directory, 'prod-1.yaml'))).mode & 0o777).toBe(0o600);
      expect((await stat(directory)).mode & 0o777).toBe(0o700);
    }));

  test('that finds nothing new makes one request, writes no file and mints no token', () =>
    withStage({ clusters: many(50) }, async ({ open, directory, rancher }) => {
      const nsk = open();
      await nsk.refresh();
      const tokens = rancher.tokens.list().length;
      const times = async (): Promise<number[]> =>
        Promise.all((await readdir(directory)).sort().map(async (name) => (await stat(join(directory, name))).mtimeMs));
      const before = await times();
      rancher.requests.length = 0;
      for (let round = 0; round < 3; round += 1) expect((await nsk.refresh()).written).toEqual([]);
      expect(rancher.requests).toHaveLength(3);
      expect(await times()).toEqual(before);
      expect(rancher.tokens.list()).toHaveLength(tokens);
    }));

  test('takes only clusters that fit the pattern and are not excluded', () =>
    withStage({ clusters: clusters('prod-1', 'prod-2', 'dev-1') }, async ({ open, files }) => {
      await open({ clusterPattern: '^prod-', excludeClusters: ['prod-2'] }).refresh();
      expect(Object.keys(await files())).toEqual(['prod-1.yaml']);
    }));

  test('gives names that do not fit in file names one that does, and keeps alike ones apart', () =>
    withStage({ clusters: clusters('Prod EU/1', 'prod-eu-1', 'über') }, async ({ open, files }) => {
      await open().refresh();
      expect(Object.keys(await files())).toEqual(['Prod-EU-1-c-m-00000000.yaml', 'ber.yaml', 'prod-eu-1-c-m-00000001.yaml']);
    }));

  test('writes all of them anew when the token was rotated', () =>
    withStage({ clusters: clusters('a', 'b') }, async ({ open, files, rancher }) => {
      let token = rancher.token;
      const nsk = open({ rancherToken: () => token });
      await nsk.refresh();
      token = rancher.tokens.mint().bearer;
      expect((await nsk.refresh()).written).toEqual(['a', 'b']);
      expect((await files())['a.yaml']).toContain(token);
    }));

  test('is one for all who ask while it runs', () =>
    withStage({ clusters: many(5), knobs: { latencyMs: 30 } }, async ({ open, rancher }) => {
      const nsk = open();
      const reports = await Promise.all([nsk.refresh(), nsk.refresh(), nsk.refresh()]);
      expect(new Set(reports).size).toBe(1);
      expect(rancher.requests.filter(({ path }) => path.startsWith('/v3/clusters'))).toHaveLength(1);
    }));

  test('of two processes on one folder: one after the other, and nothing is written twice', () =>
    withStage({ clusters: many(10), knobs: { latencyMs: 20 } }, async ({ open }) => {
      const [first, second] = await Promise.all([open().refresh(), open().refresh()]);
      expect([first.written.length, second.written.length].sort((a, b) => a - b)).toEqual([0, 10]);
    }));
});

describe('files of others', () => {
  test('a kubeconfig that somebody wrote by hand is never overwritten, and the others are fetched', () =>
    withStage({ clusters: clusters('mine', 'other') }, async ({ open, files, directory }) => {
      await mkdir(directory, { mode: 0o700 });
      await writeFile(join(directory, 'mine.yaml'), 'apiVersion: v1\n');
      const report = await open().refresh();
      expect(report).toMatchObject({
        outcome: 'Partial',
        written: ['other'],
        failed: [{ cluster: 'mine', error: { code: 'FILE_FAILED', cluster: 'mine' } }],
      });
      expect((await files())['mine.yaml']).toBe('apiVersion: v1\n');
    }));

  test('one of ours that was edited since stays as it was edited', () =>
    withStage({ clusters: clusters('a') }, async ({ open, files, directory }) => {
      const nsk = open();
      await nsk.refresh();
      await writeFile(join(directory, 'a.yaml'), 'edited: true\n');
      expect((await nsk.refresh({ force: true })).outcome).toBe('Partial');
      expect((await files())['a.yaml']).toBe('edited: true\n');
    }));

  test('what a process left that was killed while it wrote is cleared away, and the file of before is still known for ours', () =>
    withStage({ clusters: clusters('a') }, async ({ open, directory, rancher }) => {
      let token = rancher.token;
      const nsk = open({ rancherToken: () => token });
      await nsk.refresh();
      await writeFile(join(directory, '.a.yaml.999999.0123456789ab.tmp'), 'half of a');
      token = rancher.tokens.mint().bearer;
      expect((await nsk.refresh()).written).toEqual(['a']);
      expect((await readdir(directory)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    }));
});

describe('when Rancher fails', () => {
  test.each([[{ answer: 429, retryAfter: '0' }], [{ answer: 500 }], [{ answer: '502 html' }], [{ answer: 'drop' }]] as const)(
    '%j twice is overcome',
    (failing) =>
      withStage({ clusters: clusters('a'), knobs: { failures: [{ path: /^\/v3\/clusters/, times: 2, ...failing }] } }, async ({ open }) => {
        expect((await open().refresh()).outcome).toBe('Success');
      }),
  );

  test('a refusal is not tried again', () =>
    withStage({ clusters: clusters('a') }, async ({ open, rancher }) => {
      const report = await open({ rancherToken: () => 'token-zzzzz:wrong' }).refresh();
      expect(report).toMatchObject({ outcome: 'Failed', error: { code: 'UNAUTHORIZED' } });
      expect(rancher.requests).toHaveLength(1);
    }));

  test('everything stays as it was, and the health says how often', () =>
    withStage({ clusters: clusters('a', 'b') }, async ({ open, files, rancher }) => {
      const nsk = open();
      const told: string[] = [];
      nsk.on('health-changed', ({ previous, health }) => told.push(`${previous} → ${health}`));
      await nsk.refresh();
      const before = await files();
      rancher.knobs.failures = [{ path: /^\/v3\/clusters/, times: 1000, answer: 500 }];
      for (let round = 0; round < 3; round += 1) expect((await nsk.refresh()).outcome).toBe('Failed');
      expect(await files()).toEqual(before);
      expect(await nsk.status()).toMatchObject({
        health: 'Unhealthy',
        failuresInARow: 3,
        history: [{ outcome: 'Failed' }, {}, {}, { outcome: 'Success' }],
      });
      rancher.knobs.failures = [];
      await nsk.refresh();
      expect(told).toEqual(['Unknown → Healthy', 'Healthy → Degraded', 'Degraded → Unhealthy', 'Unhealthy → Healthy']);
    }));

  test('half of the clusters gone at once is not believed; one is', () =>
    withStage({ clusters: many(10) }, async ({ open, files, rancher }) => {
      const nsk = open();
      await nsk.refresh();
      const [first] = rancher.clusters;
      rancher.clusters.splice(0, 5);
      expect(await nsk.refresh()).toMatchObject({
        outcome: 'Partial',
        removed: [],
        held: expect.arrayContaining(['cluster-0']) as string[],
      });
      expect(Object.keys(await files())).toHaveLength(10);
      rancher.clusters.unshift(...many(5));
      expect((await nsk.refresh()).held).toEqual([]);
      rancher.clusters.splice(0, 1);
      expect((await nsk.refresh()).removed).toEqual([first?.name]);
      expect(Object.keys(await files())).toHaveLength(10);
    }));

  test('a full or read-only folder is told, and what is there stays', () =>
    withStage({ clusters: clusters('a') }, async ({ open, files, directory, rancher }) => {
      let token = rancher.token;
      const nsk = open({ rancherToken: () => token });
      await nsk.refresh();
      const before = await files();
      token = rancher.tokens.mint().bearer;
      // Root may write into folders without the right to: a folder in place of the ledger fails for everyone.
      await rm(join(directory, '.fleetwright-nsk.json'));
      await mkdir(join(directory, '.fleetwright-nsk.json'));
      await chmod(join(directory, '.fleetwright-nsk.json'), 0o700);
      expect(await failureOf(nsk.refresh())).toMatchObject({ code: 'FILE_FAILED' });
      expect(await files()).toEqual(before);
    }));
});

describe('clusters that are gone', () => {
  test('keep their file, marked, until it is cleaned on request', () =>
    withStage({ clusters: clusters('a', 'b') }, async ({ open, files, rancher }) => {
      const nsk = open();
      const told: unknown[] = [];
      nsk.on('cluster-removed', ({ cluster }) => told.push(cluster));
      await nsk.refresh();
      rancher.clusters.splice(0, 1);
      await nsk.refresh();
      expect(told).toEqual(['a']);
      expect((await nsk.status()).clusters.find(({ name }) => name === 'a')).toMatchObject({ removedAt: expect.any(String) as string });
      expect(Object.keys(await files())).toEqual(['a.yaml', 'b.yaml']);
      expect(await nsk.cleanRemoved()).toEqual(['a']);
      expect(Object.keys(await files())).toEqual(['b.yaml']);
    }));

  test('that are only not ready are listed as inactive, with the words of Rancher', () =>
    withStage({ clusters: clusters('a') }, async ({ open, rancher }) => {
      const nsk = open();
      await nsk.refresh();
      Object.assign(rancher.clusters[0] ?? {}, { state: 'unavailable', transitioningMessage: 'Cluster agent is not connected' });
      await nsk.refresh();
      expect((await nsk.status()).clusters).toMatchObject([
        { readiness: 'NotReady', message: 'Cluster agent is not connected', inactiveSince: expect.any(String) as string },
      ]);
    }));
});
