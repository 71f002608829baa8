import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashToken } from '../../../src/adapters/rest/index.js';
import { createFleet, type Fleet } from '../../../src/index.js';
import { multiplyClusters, type LocalFleet, type MultipliedCluster } from '../../../src/testing/index.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';
import { temporaryDirectory } from '../../support/kubeconfigs.js';
import { followEvents, recordOf, type Follower } from './follow-events.js';
import { json, startRest, type RestServer } from './rest-server.js';

const TOKENS = { all: 'token-of-all-0123456789', dev: 'token-of-dev-0123456789', core: 'token-of-core-0123456789' };
const bearer = (user: keyof typeof TOKENS): Record<string, string> => ({ Authorization: `Bearer ${TOKENS[user]}` });

await describeWithFleet('the status of real clusters as events', () => {
  const directory = temporaryDirectory();
  let local: LocalFleet;
  let many: MultipliedCluster;
  let fleet: Fleet;
  let rest: RestServer;
  const faultsOf = (name: string) => many.endpoints.find((endpoint) => endpoint.name === name)!.faults;
  const follow = (user: keyof typeof TOKENS, query = 'status=true'): Promise<Follower> =>
    followEvents(`${rest.url}/v1/events?${query}`, { headers: bearer(user) });
  beforeAll(async () => {
    local = await sharedFleet();
    many = await multiplyClusters(local.clusters, { count: 4, namePrefix: 'dev', kubeconfigDirectory: directory.path });
    fleet = createFleet({ kubeconfigDir: directory.path, environments: { 'dev-001': 'dev', '*': 'prod' } });
    rest = await startRest(fleet, {
      statusIntervalMs: 100,
      roles: {
        viewer: { access: 'read-only' },
        dev: { access: 'full', clusters: 'env=dev' },
        core: { access: 'full', toolsets: ['core'] },
      },
      tokens: [
        { user: 'all', sha256: hashToken(TOKENS.all), roles: ['viewer', 'dev'] },
        { user: 'dev', sha256: hashToken(TOKENS.dev), roles: ['dev'] },
        { user: 'core', sha256: hashToken(TOKENS.core), roles: ['core'] },
      ],
    });
  });
  afterAll(async () => {
    await rest[Symbol.asyncDispose]();
    await fleet.close();
    await many.close();
    await local.close();
    directory.remove();
  });

  const isReady = (cluster: string) => (data: Readonly<Record<string, unknown>>) =>
    data['cluster'] === cluster && data['status'] === 'Ready';
  const isLost = (cluster: string) => (data: Readonly<Record<string, unknown>>) =>
    data['cluster'] === cluster && data['status'] !== 'Ready';

  test('every cluster is shown, then only what changes', async () => {
    using events = await follow('all');
    await events.until('status-checked');
    const rows = events.seen.filter(({ name }) => name === 'status').map(({ data }) => recordOf(data));
    expect(
      rows
        .filter(({ status }) => status === 'Ready')
        .map(({ cluster }) => cluster)
        .sort(),
    ).toEqual(['dev-001', 'dev-002', 'dev-003', 'dev-004']);
    expect(rows.find(isReady('dev-001'))).toMatchObject({
      environment: 'dev',
      nodes: { ready: 2, total: 2 },
      version: { value: 'v1.24.17' },
    });
    const before = events.seen.length;
    for (let round = 0; round < 3; round += 1) await events.until('status-checked');
    // A latency may jump on a busy machine; nothing else of these clusters changes.
    const facts = (row: Record<string, unknown>): unknown => [row['status'], row['error'], recordOf(row['nodes'])['ready']];
    for (const { data } of events.seen.slice(before).filter(({ name }) => name === 'status')) {
      expect(facts(recordOf(data))).toEqual(['Ready', undefined, 2]);
    }
  });

  test('a cluster that stops is told at once, though another one hangs, and so is its return', async () => {
    using events = await follow('all');
    for (const name of ['dev-002', 'dev-003']) await events.until('status', isReady(name));
    faultsOf('dev-002').hang();
    await events.until('status-checked');
    const started = performance.now();
    await faultsOf('dev-003').stop();
    const { data } = await events.until('status', isLost('dev-003'));
    // The one that hangs is given up after 5 s; nobody waits for it.
    expect(performance.now() - started).toBeLessThan(4000);
    expect(data).toMatchObject({
      status: 'Unknown',
      reason: 'refused',
      error: expect.any(String),
      version: { value: expect.stringMatching(/^v1\./) },
    });
    await faultsOf('dev-003').clear();
    await events.until('status', isReady('dev-003'));
    await events.until('status', isLost('dev-002'));
    await faultsOf('dev-002').clear();
  });

  test('clusters that come and go are told', async () => {
    using events = await follow('all');
    await events.until('status', isReady('dev-001'));
    copyFileSync(join(directory.path, 'dev-001.yaml'), join(directory.path, 'new.yaml'));
    await fleet.clusters.refresh();
    await events.until('status', isReady('new'));
    rmSync(join(directory.path, 'new.yaml'));
    await fleet.clusters.refresh({ acceptRemovals: true });
    expect((await events.until('status-removed')).data).toEqual({ cluster: 'new' });
  });

  test('who may use some clusters is told of those only, in every event', async () => {
    using events = await follow('dev', 'status=true&recent=200');
    using all = await follow('all', 'status=true&recent=200');
    await events.until('status', isReady('dev-001'));
    await all.until('status', isReady('dev-004'));
    await faultsOf('dev-004').stop();
    await all.until('cluster-unreachable', ({ cluster }) => cluster === 'dev-004');
    await fleet.run('namespaces_list', { cluster: 'dev-003' });
    await fleet.clusters.setActive('dev-004', 'someone');
    await fleet.clusters.setActive('dev-001', 'someone');
    await fleet.run('clusters_list', {});
    await faultsOf('dev-004').clear();
    await all.until('cluster-reachable', ({ cluster }) => cluster === 'dev-004');
    await fleet.run('namespaces_list', { cluster: 'dev-001' });
    const finished = await events.until('operation-finished', ({ operation }) => operation === 'namespaces_list');
    expect(finished.data['cluster']).toBe('dev-001');
    expect(JSON.stringify(events.seen)).not.toMatch(/dev-00[234]/);
    expect(JSON.stringify(all.seen)).toMatch(/dev-004/);
    const once = json(await rest.ask('/v1/events?status=true&recent=200', { headers: bearer('dev') }));
    expect(once['status']).toEqual([expect.objectContaining({ cluster: 'dev-001' })]);
    expect(JSON.stringify(once)).not.toMatch(/dev-00[234]/);
  });

  test('a cluster that comes into sight is shown, and one that leaves it is told of to the end', async () => {
    using events = await followEvents(`${rest.url}/v1/events?status=true`, { headers: bearer('dev') });
    await events.until('status', isReady('dev-001'));
    await using second = await startRest(fleet, {
      statusIntervalMs: 100,
      roles: { named: { access: 'read-only', clusters: 'new*' } },
      tokens: [{ user: 'named', sha256: hashToken(TOKENS.dev), roles: ['named'] }],
    });
    using named = await followEvents(`${second.url}/v1/events?status=true`, { headers: bearer('dev') });
    await named.until('status-checked');
    expect(named.seen.filter(({ name }) => name === 'status')).toEqual([]);
    copyFileSync(join(directory.path, 'dev-002.yaml'), join(directory.path, 'new-1.yaml'));
    await fleet.clusters.refresh();
    expect((await named.until('cluster-added')).data).toMatchObject({ cluster: 'new-1' });
    await named.until('status', isReady('new-1'));
    rmSync(join(directory.path, 'new-1.yaml'));
    await fleet.clusters.refresh({ acceptRemovals: true });
    expect((await named.until('cluster-removed')).data).toMatchObject({ cluster: 'new-1' });
    expect(JSON.stringify(named.seen)).not.toMatch(/dev-00/);
  });

  test('who may not list clusters gets no events, and the refusal is on record', async () => {
    const refused = new Promise((resolve) => fleet.once('operation-finished', resolve));
    const answer = await rest.ask('/v1/events', { headers: { ...bearer('core'), Accept: 'text/event-stream' } });
    expect([answer.status, json(answer)['code']]).toEqual([403, 'OPERATION_NOT_ALLOWED']);
    expect(await refused).toMatchObject({ operation: 'clusters_list', outcome: 'refused', caller: 'core' });
    expect((await rest.ask('/v1/events')).status).toBe(401);
  });

  test('nobody is probed while nobody follows the status', async () => {
    const watched = await follow('all');
    await watched.until('status-checked');
    watched.response.destroy();
    await new Promise((resolve) => watched.response.once('close', resolve));
    // A second server over other endpoints is the clock: it looks many times while the first must not look once.
    const clock = temporaryDirectory();
    const others = await multiplyClusters(local.clusters, { count: 1, kubeconfigDirectory: clock.path });
    const otherFleet = createFleet({ kubeconfigDir: clock.path });
    await using other = await startRest(otherFleet, { statusIntervalMs: 100 });
    using ticking = await followEvents(`${other.url}/v1/events?status=true`);
    for (let round = 0; round < 3; round += 1) await ticking.until('status-checked');
    const before = many.endpoints.map(({ faults }) => faults.counters().roundTrips);
    for (let round = 0; round < 5; round += 1) await ticking.until('status-checked');
    expect(many.endpoints.map(({ faults }) => faults.counters().roundTrips)).toEqual(before);
    await otherFleet.close();
    await others.close();
    clock.remove();
  });
});
