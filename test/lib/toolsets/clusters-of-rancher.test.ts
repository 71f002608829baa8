import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Fleet } from '../../../src/index.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';
import type { RancherCluster } from '../../support/rancher/stand-in-rancher.js';
import { textLike } from '../../support/text-like.js';
import { behind, rancherStage, type RancherStage } from '../fleet-rancher-stage.js';

const AWAY = 'Cluster agent is not connected';
/** Whoever may only know of one cluster. */
const confined = { caller: { id: 'confined', stateful: true }, limits: { clusters: ['legacy'] } };

await describeWithFleet('the clusters toolset on clusters of Ranchers', () => {
  let local: LocalFleet;
  beforeAll(async () => {
    local = await sharedFleet();
  });
  afterAll(() => local.close());

  const listed = (): RancherCluster[] => [
    { id: 'c-m-00000001', name: 'legacy', labels: { env: 'prod', tier: 'a' }, server: behind(local, 'legacy') },
    { id: 'c-m-00000002', name: 'current', labels: { env: 'dev' }, server: behind(local, 'current') },
    { id: 'c-m-00000003', name: 'edge', state: 'unavailable', transitioningMessage: AWAY },
  ];

  /** A fleet with one Rancher, after its first refresh. */
  async function withRancher(stage: RancherStage, clusters = listed()) {
    const rancher = await stage.rancher({ clusters, knobs: { disconnectedDelayMs: 60_000 } });
    const fleet = stage.open({
      rancher: {
        eu: { url: rancher.url, token: rancher.token, ca: stage.ca, directory: join(stage.folder, 'eu'), environmentLabel: 'env' },
      },
      probeTimeout: '4s',
    });
    await fleet.clusters.list();
    return { rancher, fleet };
  }

  const call = async (fleet: Fleet, operation: string, input = {}, options = {}) => {
    const result = await fleet.call({ operation, input, ...options });
    return { output: result.output, text: result.text() };
  };

  test('clusters_list shows labels, and what Rancher says without a probe', async () => {
    await using stage = rancherStage();
    const { fleet } = await withRancher(stage);
    const { output, text } = await call(fleet, 'clusters_list', { show_details: true });
    expect(output).toMatchObject({
      clusters: [
        { name: 'current', environment: 'dev', labels: { env: 'dev' }, reported: { by: 'Rancher eu', state: 'Ready' } },
        { name: 'edge', reported: { by: 'Rancher eu', state: 'NotReady', message: AWAY } },
        { name: 'legacy', environment: 'prod', labels: { env: 'prod', tier: 'a' } },
      ],
    });
    expect(text).toMatch(/^CLUSTER +ENVIRONMENT +REPORTED +ZONE .*LABELS$/m);
    expect(text).toMatch(/^edge .* NotReady by Rancher eu /m);
    expect(text).toMatch(/^legacy .* env=prod,tier=a$/m);
    expect((await call(fleet, 'clusters_list')).text).not.toMatch(/REPORTED|LABELS/);
  });

  test('clusters_status keeps its columns; errors begin with the words of Rancher, and the detail has both', async () => {
    await using stage = rancherStage();
    const { fleet } = await withRancher(stage);
    const { output, text } = await call(fleet, 'clusters_status');
    const [header = '', ...lines] = text.split('\n');
    expect(header.split(/ {2,}/)).toEqual(['CLUSTER', 'STATUS', 'VERSION', 'NODES', 'NAMESPACES', 'KUBECONFIG-AGE', 'LATENCY', 'ERRORS']);
    expect(lines[0]).toMatch(/^current +Ready +v1\.36/);
    expect(lines[1]).toMatch(/^edge +NotReady .*  Rancher eu: Cluster agent is not connec…$/);
    expect(lines[2]).toMatch(/^legacy +Ready +v1\.24\.17 .*  -$/);
    expect(output).toMatchObject({
      clusters: [{}, { status: 'NotReady', reason: 'timeout', reported: { by: 'Rancher eu', state: 'NotReady', message: AWAY } }, {}],
      coverage: { matched: 3, ok: 2, failed: 1 },
    });
    const detail = await call(fleet, 'clusters_status', { cluster: 'edge' });
    expect(detail.text).toMatch(/^Status: +NotReady: timeout$/m);
    expect(detail.text).toMatch(
      /^Error: +Rancher eu: Cluster agent is not connected\. The probe: Cluster "edge" did not answer within 4 s\.$/m,
    );
    expect(detail.text).toMatch(/^Reported: +NotReady by Rancher eu: Cluster agent is not connected$/m);
  });

  test('a row that nobody probed says who says so', async () => {
    await using stage = rancherStage();
    const away = Array.from({ length: 12 }, (_, index) => ({ ...listed()[2], id: `c-m-${String(index)}`, name: `edge-${String(index)}` }));
    const { fleet } = await withRancher(stage, away);
    const { text } = await call(fleet, 'clusters_status');
    expect(text.split('\n').filter((line) => line.includes(' reported by Rancher eu: '))).toHaveLength(2);
    expect(text).toMatch(/12 NotReady, 0 Unknown, 2 only reported, not probed; coverage: 12 matched: 10 failed, 2 skipped$/);
  });

  test('clusters_refresh_status tells of the Rancher, of its refreshes and of clusters that are gone from it', async () => {
    await using stage = rancherStage();
    const { fleet, rancher } = await withRancher(stage);
    rancher.clusters.splice(1, 1);
    await fleet.ranchers[0]?.refresh();
    const { output, text } = await call(fleet, 'clusters_refresh_status');
    expect(output).toMatchObject({
      rancher_url: rancher.url,
      directory: join(stage.folder, 'eu'),
      last_refresh: textLike(/^20/),
      ranchers: [{ name: 'eu', health: 'Healthy', removed: 1 }],
    });
    const history = output['history'] as { rancher?: string; summary: string }[];
    expect(history.filter((entry) => entry.rancher === 'eu').map(({ summary }) => summary)).toEqual([
      'Success (2 clusters updated)',
      'Success (3 clusters updated)',
    ]);
    expect(output['clusters']).toMatchObject([
      { name: 'current', active: false, inactive_since: textLike(/^20/), removed_from_rancher: true },
      { name: 'edge', active: false, inactive_since: textLike(/^20/) },
      { name: 'legacy', active: true, last_seen: textLike(/^20/) },
    ]);
    expect(text).toContain(`Rancher eu ${rancher.url}: Healthy; auto refresh: `);
    expect(text).toMatch(/^current .* from Rancher$/m);
    expect(text).not.toContain(rancher.token);
  });

  test('a Rancher that cannot be asked shows as degraded, with its words, while what is at hand is used', async () => {
    await using stage = rancherStage();
    const { fleet, rancher } = await withRancher(stage);
    await rancher[Symbol.asyncDispose]();
    await fleet.ranchers[0]?.refresh();
    const { output } = await call(fleet, 'clusters_refresh_status');
    expect(output).toMatchObject({
      ranchers: [{ health: 'Degraded' }],
      history: expect.arrayContaining([
        { at: textLike(/^20/), rancher: 'eu', outcome: 'Failed', summary: textLike(/^Failed \(.*nothing listens/), failed: [] },
      ]) as unknown,
    });
    expect((await call(fleet, 'clusters_list')).output).toMatchObject({ total: 3 });
  });

  test('of several Ranchers each is told, the first in the single members', async () => {
    await using stage = rancherStage();
    const first = await stage.rancher({ clusters: listed() });
    const second = await stage.rancher({ clusters: [{ ...listed()[0], id: 'local', name: 'local' }] });
    const section = (rancher: typeof first, name: string) => {
      return { url: rancher.url, token: rancher.token, ca: stage.ca, directory: join(stage.folder, name), prefix: `${name}-` };
    };
    const fleet = stage.open({ rancher: { eu: section(first, 'eu'), us: section(second, 'us') } });
    await fleet.clusters.list();
    const { output, text } = await call(fleet, 'clusters_refresh_status');
    expect(output).toMatchObject({
      rancher_url: first.url,
      ranchers: [
        { name: 'eu', rancher_url: first.url },
        { name: 'us', rancher_url: second.url },
      ],
    });
    expect((output['clusters'] as { name: string }[]).map(({ name }) => name)).toEqual(['eu-current', 'eu-edge', 'eu-legacy', 'us-local']);
    expect(text).toMatch(/^20\S+ +us +Success +Success \(1 clusters updated\)$/m);
  });

  test('whoever may know of one cluster only learns no other name, and how many there are', async () => {
    await using stage = rancherStage();
    const { fleet } = await withRancher(stage);
    rmSync(join(stage.folder, 'eu', 'current.yaml'));
    await fleet.clusters.refresh();
    for (const operation of ['clusters_list', 'clusters_refresh_status']) {
      const { output, text } = await call(fleet, operation, {}, confined);
      for (const words of [JSON.stringify(output), text]) expect(words).not.toMatch(/current|edge/);
      expect(JSON.stringify(output)).toContain('legacy');
    }
    const { output, text } = await call(fleet, 'clusters_refresh_status', {}, confined);
    expect(output).toMatchObject({ ranchers: [{ other_clusters: 2 }] });
    expect(text).toContain('2 more clusters that are not yours');
  });
});
