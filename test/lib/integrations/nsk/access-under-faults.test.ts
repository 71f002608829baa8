import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LocalFleet } from '../../../../src/testing/index.js';
import { describeWithFleet, sharedFleet } from '../../../support/fleet.js';
import type { RancherCluster, RancherKnobs, StandInRancher } from '../../../support/rancher/stand-in-rancher.js';
import { withStage } from './nsk-stage.js';
import { proxiedClusters, versionsOf } from './proxied-fleet.js';
import { startTraffic } from './traffic.js';

const OTHERS = 8;
const failing = (answer: RancherKnobs['failures'][number]['answer'], retryAfter?: string): RancherKnobs['failures'] => [
  { path: /^\/v3/, times: 1_000, answer, ...(retryAfter === undefined ? {} : { retryAfter }) },
];

/** What goes wrong, and what the refresh says to it. Clusters are reached through the same Rancher meanwhile. */
const FAULTS: readonly (readonly [string, (rancher: StandInRancher) => void, object])[] = [
  ['429 with Retry-After', ({ knobs }) => (knobs.failures = failing(429, '0')), { outcome: 'Failed', error: { code: 'RATE_LIMITED' } }],
  [
    '429 for longer than anyone waits',
    ({ knobs }) => (knobs.failures = failing(429, '3600')),
    { outcome: 'Failed', error: { code: 'RATE_LIMITED' } },
  ],
  ['errors of the server', ({ knobs }) => (knobs.failures = failing(500)), { outcome: 'Failed', error: { code: 'SERVER_ERROR' } }],
  ['pages of an ingress', ({ knobs }) => (knobs.failures = failing('502 html')), { outcome: 'Failed', error: { code: 'SERVER_ERROR' } }],
  ['connections that end', ({ knobs }) => (knobs.failures = failing('drop')), { outcome: 'Failed', error: { code: 'CONNECTION_FAILED' } }],
  ['a login page', ({ knobs }) => (knobs.failures = failing('302')), { outcome: 'Failed', error: { code: 'BAD_RESPONSE' } }],
  ['half of the clusters gone from the listing', ({ clusters }) => unlist(clusters.slice(OTHERS / 2)), { outcome: 'Partial', removed: [] }],
  ['an empty listing', ({ clusters }) => unlist(clusters), { outcome: 'Partial', removed: [] }],
];

/** What has no name is in no listing; its proxy goes on. */
function unlist(clusters: readonly RancherCluster[]): void {
  for (const cluster of clusters) cluster.name = '';
}

await describeWithFleet('access to clusters while a refresh meets', () => {
  let fleet: LocalFleet;
  beforeAll(async () => {
    fleet = await sharedFleet();
  });
  afterAll(() => fleet.close());

  test.each(FAULTS)('%s', (_what, strike, expected) =>
    withStage({ clusters: proxiedClusters(fleet, OTHERS) }, async ({ open, files, directory, rancher }) => {
      const nsk = open();
      await nsk.refresh();
      const before = await files();
      const traffic = await startTraffic(directory, versionsOf(fleet));
      const names = rancher.clusters.map(({ name }) => name);
      strike(rancher);
      for (let round = 0; round < 3; round += 1) {
        expect(await nsk.refresh()).toMatchObject(expected);
        expect(await files()).toEqual(before);
        await traffic.answers(3);
      }
      expect((await nsk.status()).history[0]).toMatchObject(expected);
      rancher.knobs.failures = [];
      for (const [index, cluster] of rancher.clusters.entries()) cluster.name = names[index] ?? '';
      expect(await nsk.refresh()).toMatchObject({ outcome: 'Success', written: [], held: [] });
      expect((await nsk.status()).health).toBe('Healthy');
      await traffic.answers(3);
      expect((await traffic.stop()).failures).toEqual([]);
      expect(await files()).toEqual(before);
    }),
  );
});
