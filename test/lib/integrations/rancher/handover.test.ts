import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LocalFleet } from '../../../../src/testing/index.js';
import { describeWithFleet, sharedFleet } from '../../../support/fleet.js';
import { proxiedClusters, versionsOf } from '../nsk/proxied-fleet.js';
import { withStage } from '../nsk/nsk-stage.js';
import { startTraffic } from '../nsk/traffic.js';
import { minted } from './kubeconfigs-stage.js';

await describeWithFleet('while tokens are exchanged', () => {
  let fleet: LocalFleet;
  beforeAll(async () => {
    fleet = await sharedFleet();
  });
  afterAll(() => fleet.close());

  test.each(['generate', 'ext'] as const)('no request fails: the old one stays until the new one is in use (%s)', (kubeconfigs) =>
    withStage({ clusters: proxiedClusters(fleet), knobs: { extension: true } }, async ({ open, directory, rancher }) => {
      const nsk = open({ kubeconfigs });
      await nsk.refresh();
      const traffic = await startTraffic(directory, versionsOf(fleet));
      await traffic.answers(3);
      for (let round = 0; round < 2; round += 1) {
        const [before] = minted(rancher);
        expect((await nsk.refresh({ force: true })).written).toHaveLength(2);
        expect(minted(rancher)).not.toContain(before);
        await traffic.answers(3);
      }
      const { failures, requests } = await traffic.stop();
      expect(failures).toEqual([]);
      expect(requests).toBeGreaterThan(18);
    }),
  );
});
