import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { ClusterManager } from '../../../src/lib/cluster-manager.js';
import type { ClusterStatus } from '../../../src/lib/clusters/status.js';
import { type ClusterEndpoint, type LocalFleet, multiplyClusters } from '../../../src/testing/index.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';
import { temporaryDirectory } from '../../support/kubeconfigs.js';
import { textLike } from '../../support/text-like.js';

await describeWithFleet('status of several clusters', () => {
  let fleet: LocalFleet;
  beforeAll(async () => {
    fleet = await sharedFleet();
  });
  afterAll(() => fleet.close());

  /** A manager of `count` endpoints in front of the shared API servers. */
  async function manage(
    count: number,
    options: { readonly probeTimeoutMs?: number; readonly latencyMs?: number } = {},
  ): Promise<{ manager: ClusterManager; endpoints: readonly ClusterEndpoint[]; directory: string }> {
    const directory = temporaryDirectory();
    const multiplied = await multiplyClusters(fleet.clusters, {
      count,
      kubeconfigDirectory: directory.path,
      namePrefix: 'prod',
      latencyMs: options.latencyMs ?? 0,
    });
    const manager = new ClusterManager({
      kubeconfigDir: directory.path,
      autoDiscovery: false,
      probeTimeoutMs: options.probeTimeoutMs ?? 5000,
    });
    onTestFinished(async () => {
      await manager.close();
      await multiplied.close();
      directory.remove();
    });
    return { manager, endpoints: multiplied.endpoints, directory: directory.path };
  }

  const byName = (clusters: readonly ClusterStatus[]): Record<string, ClusterStatus> =>
    Object.fromEntries(clusters.map((status) => [status.cluster, status]));

  it('shows versions, nodes, namespaces, latency and certificates of both API servers, each with its time', async () => {
    const manager = new ClusterManager({ kubeconfigDir: fleet.kubeconfigDirectory, autoDiscovery: false });
    onTestFinished(() => manager.close());
    const { clusters, coverage } = await manager.status();
    expect(coverage).toEqual({ matched: 2, ok: 2, stale: 0, failed: 0, denied: 0, skipped: 0 });
    const { legacy, current } = byName(clusters);
    expect(legacy).toMatchObject({
      state: 'Ready',
      stale: false,
      version: { value: 'v1.24.17' },
      nodes: { value: { ready: 2, total: 2 } },
    });
    expect(current).toMatchObject({
      state: 'Ready',
      version: { value: textLike(/^v1\.\d\d/) },
      nodes: { value: { ready: 2, total: 2 } },
    });
    for (const [name, status] of Object.entries({ legacy, current })) {
      const listed = (await fleet.cluster(name).adminClient.request('GET', '/api/v1/namespaces')).json() as { items: unknown[] };
      expect(status?.namespaces?.value).toBe(listed.items.length);
      expect(status?.latencyMs?.value).toBeGreaterThan(0);
      expect(Date.parse(status?.nodes?.observedAt ?? '')).not.toBeNaN();
      expect(Date.parse(status?.certificates?.value.serverNotAfter ?? '')).toBeGreaterThan(Date.now());
      expect(Date.parse(status?.certificates?.value.clientNotAfter ?? '')).toBeGreaterThan(Date.now());
      expect(status).not.toHaveProperty('error');
    }
  });

  it('shows the detail of one cluster', async () => {
    const manager = new ClusterManager({ kubeconfigDir: fleet.kubeconfigDirectory, autoDiscovery: false });
    onTestFinished(() => manager.close());
    for (const name of ['legacy', 'current']) {
      const detail = await manager.detail(name);
      expect(detail).toMatchObject({ server: fleet.cluster(name).server, nodeRoles: { value: { controlPlane: 1, workers: 1 } } });
      expect(detail.deployments?.value).toBeGreaterThanOrEqual(2);
      expect(detail.services?.value).toBeGreaterThanOrEqual(1);
      expect(detail.statefulSets?.value).toBe(0);
      const pods = (await fleet.cluster(name).adminClient.request('GET', '/api/v1/pods')).json() as { items: unknown[] };
      expect(Object.values(detail.podsByPhase?.value ?? {}).reduce((sum, count) => sum + count, 0)).toBe(pods.items.length);
    }
  });

  it('takes a cluster that forbids looking at nodes as reachable, and one that refuses the credential as not', async () => {
    const directory = temporaryDirectory();
    for (const user of ['restricted', 'revoked-token'] as const) {
      writeFileSync(join(directory.path, `${user}.yaml`), JSON.stringify(fleet.cluster('legacy').kubeconfig(user)));
    }
    const manager = new ClusterManager({ kubeconfigDir: directory.path, autoDiscovery: false });
    onTestFinished(async () => {
      await manager.close();
      directory.remove();
    });
    const { clusters, coverage } = await manager.status();
    const { restricted, 'revoked-token': revoked } = byName(clusters);
    expect(restricted).toMatchObject({
      state: 'Ready',
      reason: '403',
      error: 'may not read nodes, namespaces',
      version: { value: 'v1.24.17' },
    });
    expect(restricted?.nodes).toBeUndefined();
    expect(revoked).toMatchObject({ state: 'NotReady' });
    expect(['401', 'expired-session']).toContain(revoked?.reason);
    expect(coverage).toMatchObject({ matched: 2, ok: 1, denied: 1 });
    expect((await manager.detail('restricted')).services).toBeUndefined();
  });

  it('gives each fault its reason, keeps older facts with their age, and tells of transitions only', async () => {
    const { manager, endpoints, directory } = await manage(5, { probeTimeoutMs: 1500 });
    const events: string[] = [];
    manager.on('cluster-unreachable', ({ cluster, reason }) => events.push(`${cluster} ${reason}`));
    manager.on('cluster-reachable', ({ cluster }) => events.push(`${cluster} reachable`));
    const before = byName((await manager.status()).clusters);
    expect(events).toEqual([]);
    await endpoints[0]?.faults.stop();
    endpoints[1]?.faults.hang();
    endpoints[2]?.faults.reset();
    rmSync(join(directory, 'prod-004.yaml'));
    const { clusters, coverage } = await manager.status();
    const after = byName(clusters);
    expect(Object.values(after).map(({ state, reason }) => [state, reason])).toEqual([
      ['Unknown', 'refused'],
      ['Unknown', 'timeout'],
      ['Unknown', 'connection'],
      ['Ready', undefined],
      ['Ready', undefined],
    ]);
    expect(coverage).toEqual({ matched: 5, ok: 2, stale: 0, failed: 3, denied: 0, skipped: 0 });
    expect(after['prod-001']?.nodes).toEqual(before['prod-001']?.nodes);
    expect(Date.parse(after['prod-001']?.observedAt ?? '')).toBeGreaterThan(Date.parse(after['prod-001']?.nodes?.observedAt ?? ''));
    expect(events.sort()).toEqual(['prod-001 refused', 'prod-002 timeout', 'prod-003 connection']);
    await manager.status();
    expect(events).toHaveLength(3);
    await endpoints[0]?.faults.start();
    await manager.status();
    expect(events.slice(3)).toEqual(['prod-001 reachable']);
  });

  it('leaves a cluster that hung alone for a while, unless it is named, and asks it again when it answers', async () => {
    const { manager, endpoints } = await manage(3, { probeTimeoutMs: 1000 });
    endpoints[1]?.faults.hang();
    expect((await manager.status()).coverage).toMatchObject({ ok: 2, failed: 1, skipped: 0 });
    const second = await manager.status();
    expect(second.coverage).toMatchObject({ ok: 2, failed: 0, skipped: 1 });
    expect(byName(second.clusters)['prod-002']).toMatchObject({ state: 'Unknown', reason: 'timeout' });
    endpoints[1]?.faults.resume();
    expect((await manager.status({ clusters: ['prod-002'] })).coverage).toMatchObject({ matched: 1, ok: 1 });
    expect((await manager.status()).coverage).toMatchObject({ ok: 3, skipped: 0 });
  });

  it('completes the others on time when more hang than may be asked at once', async () => {
    const { manager, endpoints } = await manage(36, { probeTimeoutMs: 4000, latencyMs: 20 });
    for (const endpoint of endpoints.slice(0, 12)) endpoint.faults.hang();
    const started = performance.now();
    let good = 0;
    let goodAfter = Infinity;
    const { coverage } = await manager.status({
      onResult: ({ state }, done, total) => {
        if (state === 'Ready') good += 1;
        if (good === 24) goodAfter = Math.min(goodAfter, performance.now() - started);
        expect([done <= total, total]).toEqual([true, 36]);
      },
    });
    expect(coverage).toMatchObject({ matched: 36, ok: 24, failed: 12 });
    expect(goodAfter).toBeLessThan(4000);
  });

  it('ends when it is cancelled and counts what was not asked', async () => {
    const { manager, endpoints } = await manage(12);
    for (const endpoint of endpoints) endpoint.faults.hang();
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 300);
    const started = performance.now();
    const { coverage, clusters } = await manager.status({ signal: controller.signal, concurrency: 2 });
    expect(performance.now() - started).toBeLessThan(3000);
    expect(coverage).toMatchObject({ matched: 12, skipped: 12 });
    expect(clusters.every(({ state }) => state === 'Unknown')).toBe(true);
  });
});
