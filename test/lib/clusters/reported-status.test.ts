import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { ClusterManager } from '../../../src/lib/cluster-manager.js';
import type { ClusterFacts } from '../../../src/lib/clusters/cluster-facts.js';
import type { ClusterStatus } from '../../../src/lib/clusters/status.js';
import { type ClusterEndpoint, type LocalFleet, multiplyClusters } from '../../../src/testing/index.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';
import { temporaryDirectory } from '../../support/kubeconfigs.js';
import { type ChangingDirectory, changingDirectory, reportedAs } from '../../support/managed-directory.js';
import { textLike } from '../../support/text-like.js';

const AWAY = 'Cluster agent is not connected';

await describeWithFleet('clusters of which a state is reported', () => {
  let fleet: LocalFleet;
  beforeAll(async () => {
    fleet = await sharedFleet();
  });
  afterAll(() => fleet.close());

  interface Managed {
    readonly manager: ClusterManager;
    readonly endpoints: readonly ClusterEndpoint[];
    readonly folder: ChangingDirectory;
  }

  /** `prod-001`… in front of the shared API servers, of which a Rancher tells what `factsOf` says of each. */
  async function manage(count: number, factsOf: (index: number) => ClusterFacts | undefined, probeTimeoutMs = 4000): Promise<Managed> {
    const { path, remove } = temporaryDirectory();
    const many = await multiplyClusters(fleet.clusters, { count, kubeconfigDirectory: path, namePrefix: 'prod' });
    const folder = changingDirectory(path);
    for (const [index, { name }] of many.endpoints.entries()) {
      const facts = factsOf(index);
      if (facts !== undefined) folder.known[name] = facts;
    }
    const manager = new ClusterManager({ managed: [folder], autoDiscovery: false, probeTimeoutMs });
    onTestFinished(async () => {
      await manager.close();
      await many.close();
      remove();
    });
    return { manager, endpoints: many.endpoints, folder };
  }

  const byName = (clusters: readonly ClusterStatus[]): Record<string, ClusterStatus> =>
    Object.fromEntries(clusters.map((status) => [status.cluster, status]));

  test('before any probe it is what is reported, and says that nobody asked', async () => {
    const facts = [reportedAs('NotReady', AWAY), reportedAs('Ready'), reportedAs('Unknown', 'reticulating'), undefined];
    const { manager, endpoints } = await manage(4, (index) => facts[index]);
    const known = byName(await manager.lastStatus());
    expect(Object.values(known).map(({ state, error, observedAt }) => [state, error, observedAt])).toEqual([
      ['NotReady', `Rancher prod: ${AWAY}`, undefined],
      ['Ready', undefined, undefined],
      ['Unknown', 'Rancher prod: reticulating', undefined],
      ['Unknown', undefined, undefined],
    ]);
    expect(known['prod-001']?.reported).toEqual(facts[0]?.reported);
    expect((await manager.select('health=notready')).clusters.map(({ name }) => name)).toEqual(['prod-001']);
    expect(endpoints.map(({ faults }) => faults.counters().connections)).toEqual([0, 0, 0, 0]);
  });

  test('a probe that gets through wins on both versions; one that does not comes after the words of Rancher', async () => {
    const { manager, endpoints } = await manage(4, () => reportedAs('NotReady', AWAY));
    const reached: string[] = [];
    manager.on('cluster-unreachable', ({ cluster, reason, message }) => reached.push(`${cluster} ${reason} ${message}`));
    endpoints[2]?.faults.hang();
    await endpoints[3]?.faults.stop();
    const after = byName((await manager.status()).clusters);
    expect([after['prod-001'], after['prod-002']]).toMatchObject([
      { state: 'Ready', version: { value: 'v1.24.17' }, reported: { state: 'NotReady' } },
      { state: 'Ready', version: { value: textLike(/^v1\.36/) }, reported: { state: 'NotReady' } },
    ]);
    expect(after['prod-001']).not.toHaveProperty('error');
    expect(after['prod-003']).toMatchObject({
      state: 'NotReady',
      reason: 'timeout',
      error: `Rancher prod: ${AWAY}. The probe: Cluster "prod-003" did not answer within 4 s.`,
    });
    expect(after['prod-004']).toMatchObject({
      state: 'NotReady',
      reason: 'refused',
      error: textLike(/^Rancher prod: .* The probe: .*nothing listens/),
    });
    // The events tell of probes.
    expect(reached.sort()).toEqual([textLike(/^prod-003 timeout Cluster/), textLike(/^prod-004 refused Cluster.*nothing listens/)]);
    const started = performance.now();
    expect(await manager.detail('prod-003')).toMatchObject({ state: 'NotReady', server: endpoints[2]?.server });
    // No count is waited for that cannot come.
    expect(performance.now() - started).toBeLessThan(7500);
  });

  test('what is reported later than a probe that failed is told as well', async () => {
    const { manager, endpoints, folder } = await manage(1, () => undefined);
    const [{ name, faults } = { name: '', faults: undefined }] = endpoints;
    await faults?.stop();
    await manager.status();
    const report = async (facts: ClusterFacts): Promise<ClusterStatus | undefined> => {
      folder.known = { [name]: facts };
      await manager.refresh();
      return (await manager.lastStatus())[0];
    };
    const long = '2026-01-01T00:00:00.000Z';
    expect(await report(reportedAs('Ready', undefined, { observedAt: long }))).toMatchObject({
      error: textLike(/nothing listens/),
      state: 'Unknown',
    });
    expect((await manager.lastStatus())[0]?.error).not.toContain('Rancher');
    const later = new Date(Date.now() + 1000).toISOString();
    expect(await report(reportedAs('Ready', undefined, { observedAt: later }))).toMatchObject({
      state: 'Unknown',
      error: textLike(/nothing listens.* Since then Rancher prod reports it Ready\.$/),
    });
    expect(await report(reportedAs('NotReady', undefined))).toMatchObject({
      state: 'NotReady',
      error: textLike(/^Rancher prod: NotReady, without saying why\. The probe: /),
    });
    await faults?.start();
    expect((await manager.status()).clusters).toMatchObject([{ state: 'Ready' }]);
  });

  test('clusters that are reported away keep no other waiting', async () => {
    const HANG = 10;
    const FINE = 40;
    const fineAfter = async (hanging: number): Promise<number> => {
      const isAway = (index: number): ClusterFacts | undefined => (index < hanging ? reportedAs('NotReady', AWAY) : undefined);
      const { manager, endpoints } = await manage(hanging + FINE, isAway);
      for (const { faults } of endpoints.slice(0, hanging)) faults.hang();
      let good = 0;
      let after = Number.POSITIVE_INFINITY;
      const started = performance.now();
      await manager.status({
        concurrency: 1,
        onResult: ({ state }) => {
          if (state === 'Ready') good += 1;
          if (good === FINE && after === Number.POSITIVE_INFINITY) after = performance.now() - started;
        },
      });
      return after;
    };
    const without = await fineAfter(0);
    // With one place in the main lane, each that hangs there holds up all others for a second.
    expect(await fineAfter(HANG)).toBeLessThan(without + 3000);
  });

  test('of many that are reported away some are tried in each round, each in its turn, and a named one always', async () => {
    const { manager } = await manage(24, () => reportedAs('NotReady', AWAY), 10_000);
    const first = await manager.status();
    expect(first.coverage).toMatchObject({ matched: 24, ok: 10, skipped: 14 });
    expect(first.clusters.filter(({ state }) => state === 'NotReady')).toHaveLength(14);
    expect((await manager.status()).coverage).toMatchObject({ ok: 20, skipped: 4 });
    expect((await manager.status()).coverage).toMatchObject({ ok: 24, skipped: 0 });
    const other = await manage(12, () => reportedAs('NotReady', AWAY), 10_000);
    const names = other.endpoints.map(({ name }) => name);
    expect((await other.manager.status({ clusters: names })).coverage).toMatchObject({ ok: 12, skipped: 0 });
  });
});
