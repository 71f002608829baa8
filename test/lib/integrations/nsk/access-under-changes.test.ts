import { execFile } from 'node:child_process';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { issueCertificate, startFaultProxy, type LocalFleet } from '../../../../src/testing/index.js';
import { failureOf } from '../../../support/failure.js';
import { describeWithFleet, sharedFleet } from '../../../support/fleet.js';
import { withStage } from './nsk-stage.js';
import { proxiedClusters, versionsOf } from './proxied-fleet.js';
import { startTraffic } from './traffic.js';

const run = promisify(execFile);
const DAY_MS = 86_400_000;

await describeWithFleet('access to clusters while', () => {
  let fleet: LocalFleet;
  beforeAll(async () => {
    fleet = await sharedFleet();
  });
  afterAll(() => fleet.close());
  afterEach(() => {
    vi.useRealTimers();
  });

  test('the disk is full: every file stays whole, the refresh says so, and works again with room', () =>
    withStage({ clusters: proxiedClusters(fleet, 4) }, async ({ open, files, directory, rancher }) => {
      await mkdir(directory, { mode: 0o700 });
      await run('mount', ['-t', 'tmpfs', '-o', 'size=128k,mode=0700', 'none', directory]);
      try {
        let token = rancher.token;
        const nsk = open({ rancherToken: () => token });
        await nsk.refresh();
        const before = await files();
        const traffic = await startTraffic(directory, versionsOf(fleet));
        await writeFile(join(directory, 'fill'), Buffer.alloc(256 * 1024)).catch(() => undefined);
        token = rancher.tokens.mint().bearer;
        for (let round = 0; round < 3; round += 1) {
          expect(await failureOf(nsk.refresh())).toMatchObject({
            code: 'FILE_FAILED',
            message: expect.stringContaining('ENOSPC') as string,
          });
          await traffic.answers(3);
        }
        expect(await files()).toEqual(before);
        expect(await nsk.status()).toMatchObject({
          health: 'Unhealthy',
          history: [{ outcome: 'Failed', error: { code: 'FILE_FAILED' } }, {}, {}, {}],
        });
        await rm(join(directory, 'fill'));
        expect(await nsk.refresh()).toMatchObject({ outcome: 'Success', written: { length: Object.keys(before).length } });
        expect((await files())['legacy.yaml']).toContain(token);
        expect((await readdir(directory)).filter((name) => /tmp|lock/.test(name))).toEqual([]);
        await traffic.answers(3);
        expect((await traffic.stop()).failures).toEqual([]);
      } finally {
        await run('umount', ['-l', directory]);
      }
    }));

  test.each([
    ['forward', 40 * DAY_MS],
    ['back', -40 * DAY_MS],
  ])('the clock jumps %s: nothing is removed, and refreshes go on', (_where, jumpMs) =>
    withStage({ clusters: proxiedClusters(fleet, 8) }, async ({ open, files, directory, rancher }) => {
      const nsk = open();
      await nsk.refresh();
      const before = await files();
      const traffic = await startTraffic(directory, versionsOf(fleet));
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + jumpMs });
      expect(await nsk.refresh()).toMatchObject({ outcome: 'Success', written: [] });
      const names = rancher.clusters.slice(0, 5).map((cluster) => cluster.name);
      for (const cluster of rancher.clusters.slice(0, 5)) cluster.name = '';
      expect(await nsk.refresh()).toMatchObject({ outcome: 'Partial', removed: [], held: names });
      vi.setSystemTime(Date.now() - jumpMs);
      await nsk.refresh();
      expect(await files()).toEqual(before);
      await traffic.answers(3);
      for (const [index, name] of names.entries()) Object.assign(rancher.clusters[index] ?? {}, { name });
      expect(await nsk.refresh()).toMatchObject({ outcome: 'Success', held: [] });
      expect((await nsk.status()).clusters.filter(({ removedAt }) => removedAt !== undefined)).toEqual([]);
      expect((await traffic.stop()).failures).toEqual([]);
    }),
  );

  test('a wrong token is given: it is tried at the listing, and goes into no file', () =>
    withStage({ clusters: proxiedClusters(fleet) }, async ({ open, files, directory, rancher }) => {
      let token = rancher.token;
      const nsk = open({ rancherToken: () => token });
      await nsk.refresh();
      const before = await files();
      const traffic = await startTraffic(directory, versionsOf(fleet));
      token = 'token-zzzzz:mistyped';
      expect(await nsk.refresh({ force: true })).toMatchObject({ outcome: 'Failed', error: { code: 'UNAUTHORIZED' } });
      expect(await files()).toEqual(before);
      await traffic.answers(3);
      expect((await traffic.stop()).failures).toEqual([]);
    }));

  test('the token is rotated: the new one is in every file before the old one is revoked, and no request fails', () =>
    withStage({ clusters: proxiedClusters(fleet) }, async ({ open, directory, rancher }) => {
      let minted = rancher.tokens.mint();
      const nsk = open({ rancherToken: () => minted.bearer });
      await nsk.refresh();
      const traffic = await startTraffic(directory, versionsOf(fleet));
      for (let round = 0; round < 5; round += 1) {
        const old = minted.name;
        minted = rancher.tokens.mint();
        expect((await nsk.refresh()).written).toHaveLength(fleet.clusters.length);
        await traffic.answers(3);
        await expect.poll(() => rancher.requests.slice(-20).every(({ token }) => token !== old), { timeout: 10_000 }).toBe(true);
        rancher.tokens.remove(old);
        await traffic.answers(3);
      }
      expect((await traffic.stop()).failures).toEqual([]);
    }));

  test('the token was revoked: the refresh says so at once, and the next one after a new token brings the clusters back', () =>
    withStage({ clusters: proxiedClusters(fleet) }, async ({ open, directory, rancher }) => {
      let minted = rancher.tokens.mint();
      const nsk = open({ rancherToken: () => minted.bearer });
      await nsk.refresh();
      rancher.tokens.remove(minted.name);
      expect(await nsk.refresh()).toMatchObject({ outcome: 'Failed', error: { code: 'UNAUTHORIZED' } });
      expect(await nsk.status()).toMatchObject({ health: 'Degraded', failuresInARow: 1 });
      minted = rancher.tokens.mint();
      expect(await nsk.refresh()).toMatchObject({ outcome: 'Success' });
      const traffic = await startTraffic(directory, versionsOf(fleet));
      await traffic.answers(3);
      expect((await traffic.stop()).failures).toEqual([]);
    }));

  test('Rancher shows another certificate: no file and no token goes anywhere, until it is itself again', () =>
    withStage({ clusters: proxiedClusters(fleet) }, async ({ open, files, directory, rancher }) => {
      const impostor = issueCertificate(
        { commonName: 'rancher', use: 'server', ipv4Addresses: ['127.0.0.1'] },
        issueCertificate({ commonName: 'another authority', use: 'authority' }),
      );
      const port = Number(new URL(rancher.url).port);
      const door = await startFaultProxy({ host: '127.0.0.1', port }, { expiredCertificate: impostor });
      try {
        const nsk = open({ rancherUrl: `https://127.0.0.1:${String(door.port)}` });
        await nsk.refresh();
        const before = await files();
        door.faults.expire();
        const seen = rancher.requests.length;
        expect(await nsk.refresh()).toMatchObject({ outcome: 'Failed', error: { code: 'TLS_FAILED' } });
        expect(rancher.requests).toHaveLength(seen);
        expect(await files()).toEqual(before);
        door.faults.resume();
        expect(await nsk.refresh()).toMatchObject({ outcome: 'Success', written: [] });
        const traffic = await startTraffic(directory, versionsOf(fleet));
        await traffic.answers(3);
        expect((await traffic.stop()).failures).toEqual([]);
      } finally {
        await door.close();
      }
    }));
});
