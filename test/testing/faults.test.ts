import { Agent } from 'node:https';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { LocalCluster, LocalFleet } from '../../src/testing/index.js';
import { describeWithFleet, sharedFleet } from '../support/fleet.js';
import { get } from './fixtures/get.js';

await describeWithFleet('fault handles', () => {
  let fleet: LocalFleet;
  let cluster: LocalCluster;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const version = (options = {}) => get(cluster.kubeconfig(), '/version', options);

  beforeAll(async () => {
    fleet = await sharedFleet();
    cluster = fleet.cluster('current');
  });
  afterEach(async () => {
    await cluster.faults.clear();
    expect((await version()).status).toBe(200);
  });
  afterAll(async () => {
    agent.destroy();
    await fleet.close();
  });

  test('latency delays every round trip', async () => {
    await version({ agent });
    cluster.faults.latency(150);
    const start = performance.now();
    await version({ agent });
    expect(performance.now() - start).toBeGreaterThanOrEqual(150);
  });

  test('a request on an open connection is one round trip', async () => {
    await version({ agent });
    const before = cluster.faults.counters();
    await version({ agent });
    const after = cluster.faults.counters();
    expect(after.roundTrips - before.roundTrips).toBe(1);
    expect(after.connections).toBe(before.connections);
  });

  test('hang keeps an open connection silent; resume delivers the answer', async () => {
    await version({ agent });
    cluster.faults.hang();
    let answered = false;
    const pending = version({ agent }).then((answer) => {
      answered = true;
      return answer;
    });
    await expect(version({ signal: AbortSignal.timeout(300) })).rejects.toThrow(/abort/i);
    expect(answered).toBe(false);
    cluster.faults.resume();
    expect((await pending).status).toBe(200);
  });

  test('stop refuses connections, start mends it at the same port', async () => {
    await cluster.faults.stop();
    await expect(version()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await cluster.faults.start();
    expect((await version()).status).toBe(200);
  });

  test('stop breaks open connections', async () => {
    cluster.faults.hang();
    const { connections } = cluster.faults.counters();
    const pending = expect(version()).rejects.toMatchObject({ code: 'ECONNRESET' });
    await expect.poll(() => cluster.faults.counters().connections).toBeGreaterThan(connections);
    await cluster.faults.stop();
    await pending;
  });

  test('reset breaks new connections', async () => {
    cluster.faults.reset();
    await expect(version()).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  test('halfClose ends the connection before the handshake', async () => {
    cluster.faults.halfClose();
    await expect(version()).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  test('resetMidBody breaks a long answer after its beginning', async () => {
    cluster.faults.resetMidBody();
    expect((await version()).status).toBe(200);
    await expect(get(cluster.kubeconfig(), '/openapi/v2')).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  test('hangMidBody stops a long answer after its beginning', async () => {
    cluster.faults.hangMidBody();
    await expect(get(cluster.kubeconfig(), '/openapi/v2', { signal: AbortSignal.timeout(1_000) })).rejects.toThrow(/abort/i);
  });

  test('expire shows an expired certificate, and breaks open connections', async () => {
    await version({ agent });
    cluster.faults.expire();
    await expect(version()).rejects.toMatchObject({ code: 'CERT_HAS_EXPIRED' });
    await expect(version({ agent })).rejects.toMatchObject({ code: expect.stringMatching(/CERT_HAS_EXPIRED|ECONNRESET/) });
  });

  test('faults reach neither the direct address nor other proxies of the same cluster', async () => {
    cluster.faults.hang();
    expect((await cluster.adminClient.request('GET', '/version')).status).toBe(200);
    const other = await sharedFleet();
    expect((await get(other.cluster('current').kubeconfig(), '/version')).status).toBe(200);
    await other.close();
  });
});
