import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveHttp, type HttpServing } from '../../../src/adapters/mcp/index.js';
import { createFleet, type Fleet } from '../../../src/index.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';
import { newerHttp } from './clients.js';
import { ask } from './http-requests.js';

await describeWithFleet('readiness, metrics, and a fleet that is down', () => {
  let clusters: LocalFleet;
  let fleet: Fleet;
  let serving: HttpServing;
  beforeAll(async () => {
    clusters = await sharedFleet();
    fleet = createFleet({ kubeconfigDir: clusters.kubeconfigDirectory });
    serving = await serveHttp(fleet, { port: 0 });
  });
  afterAll(async () => {
    await serving.close();
    await fleet.close();
    await clusters.close();
  });

  test('is ready while one cluster answers, and many who ask at once cause one look', async () => {
    clusters.cluster('legacy').faults.reset();
    const before = clusters.cluster('current').faults.counters().roundTrips;
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(`${serving.url}/ready`)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const { roundTrips } = clusters.cluster('current').faults.counters();
    expect(roundTrips - before).toBeLessThan(20);
    await clusters.cluster('legacy').faults.clear();
  });

  test('when all clusters are down, it is not ready and still answers with why', async () => {
    for (const cluster of clusters.clusters) cluster.faults.reset();
    const down = await serveHttp(fleet, { port: 0 });
    expect((await ask(`${down.url}/ready`)).status).toBe(503);
    const client = await newerHttp(down.url, 'pinned');
    const status = await client.call('clusters_status', {});
    expect(status).toMatchObject({ isError: false, structured: { coverage: { matched: 2, ok: 0, failed: 2 } } });
    expect(await client.prompt('cluster_detail', { cluster: 'legacy' })).toContain('not available: CONNECTION_');
    await client.close();
    await down.close();
    for (const cluster of clusters.clusters) await cluster.faults.clear();
  });

  test('metrics come as Prometheus reads them', async () => {
    const answer = await ask(`${serving.url}/metrics`);
    expect(answer.headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(answer.text).toContain('kubernetes_mcp_cluster_total');
  });
});
