import { writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Fleet } from '../../src/index.js';
import type { LocalFleet } from '../../src/testing/index.js';
import { failureOf } from '../support/failure.js';
import { describeWithFleet, sharedFleet } from '../support/fleet.js';
import { behind, nextEvent, rancherStage } from './fleet-rancher-stage.js';

const names = async (fleet: Fleet): Promise<string[]> => (await fleet.clusters.list()).map(({ name }) => name);

await describeWithFleet('a fleet with Ranchers', () => {
  let local: LocalFleet;
  beforeAll(async () => {
    local = await sharedFleet();
  });
  afterAll(() => local.close());

  const both = () => [
    { id: 'c-m-00000001', name: 'legacy', labels: { env: 'production', tier: 'a' }, server: behind(local, 'legacy') },
    { id: 'c-m-00000002', name: 'current', labels: { env: 'dev' }, server: behind(local, 'current') },
    { id: 'c-m-00000003', name: 'Gov.Edge 1', state: 'unavailable', transitioningMessage: 'Cluster agent is not connected' },
  ];

  test('its clusters are there with the first call, with labels, environment, zone and what Rancher says of them', async () => {
    await using stage = rancherStage();
    const rancher = await stage.rancher({ clusters: both() });
    const fleet = stage.open({
      kubeconfigDir: join(stage.folder, 'clusters'),
      nsk: {
        mode: 'rancher',
        rancherUrl: rancher.url,
        rancherToken: rancher.token,
        ca: stage.ca,
        environmentLabel: 'env',
        environments: { production: 'prod' },
        environment: 'edge',
      },
      zones: { 'Gov*': 'fedramp' },
    });
    expect([fleet.nsk?.name, fleet.ranchers.length, rancher.requests.length]).toEqual(['nsk', 1, 0]);
    const finished = nextEvent(fleet, 'refresh-finished');
    const listed = await fleet.clusters.list();
    expect(listed.map(({ name, environment, environmentGuessed, zone }) => [name, environment, environmentGuessed, zone])).toEqual([
      ['current', 'dev', false, 'default'],
      ['Gov.Edge-1', 'edge', false, 'fedramp'],
      ['legacy', 'prod', false, 'default'],
    ]);
    expect(await finished).toMatchObject({ rancher: 'nsk', outcome: 'Success', clusters: 3, failed: [] });
    for (const [selector, found] of [
      ['label.env=production', ['legacy']],
      ['env=prod', ['legacy']],
      ['label.tier=a or zone=fedramp', ['Gov.Edge-1', 'legacy']],
    ] as const) {
      expect((await fleet.clusters.select(selector)).clusters.map(({ name }) => name).sort(), selector).toEqual(found);
    }
    expect((await fleet.clusters.resolve('Gov.Edge-1')).reported).toMatchObject({
      by: 'Rancher',
      state: 'NotReady',
      message: expect.stringContaining('Cluster agent is not connected') as unknown,
    });
    for (const cluster of ['legacy', 'current']) {
      const answer = await (await fleet.clusters.session(cluster)).request({ path: '/version', signal: new AbortController().signal });
      expect(answer.json()).toMatchObject({ gitVersion: `v${local.cluster(cluster).version}` });
    }
    expect(await fleet.metrics()).toContain('kubernetes_mcp_refresh_success_total{environment="edge"} 1');
    expect(await fleet.metrics()).toContain('kubernetes_mcp_refresh_duration_seconds_count{environment="edge"} 1');
  });

  test('an access level of an environment holds from the label on', async () => {
    await using stage = rancherStage();
    const rancher = await stage.rancher({ clusters: both() });
    const eu = { url: rancher.url, token: rancher.token, ca: stage.ca, environmentLabel: 'env', directory: join(stage.folder, 'eu') };
    const fleet = stage.open({ rancher: { eu }, access: { environments: { production: 'read-only' } } });
    const input = { apiVersion: 'v1', kind: 'ConfigMap', name: 'nothing', namespace: 'shop', cluster: 'legacy' };
    expect(await failureOf(fleet.run('resources_delete', input))).toMatchObject({ code: 'OPERATION_NOT_ALLOWED' });
    expect(await failureOf(fleet.run('resources_delete', { ...input, cluster: 'current' }))).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('two Ranchers with a cluster `local` each: a prefix tells them apart, and each answers for itself', async () => {
    await using stage = rancherStage();
    const cluster = (name: string) => [{ id: 'local', name: 'local', server: behind(local, name) }];
    const [eu, us] = [await stage.rancher({ clusters: cluster('legacy') }), await stage.rancher({ clusters: cluster('current') })];
    const section = ({ url, token }: { url: string; token: string }, prefix: string) => ({
      ...{ url, token, prefix, ca: stage.ca },
      ...{ directory: join(stage.folder, prefix), environment: `${prefix}env` },
    });
    const fleet = stage.open({ rancher: { us: section(us, 'us-'), eu: section(eu, 'eu-') } });
    expect(fleet.ranchers.map(({ name }) => name)).toEqual(['eu', 'us']);
    expect(fleet.nsk).toBeUndefined();
    expect(await names(fleet)).toEqual(['eu-local', 'us-local']);
    for (const [name, behindIt] of [
      ['eu-local', 'legacy'],
      ['us-local', 'current'],
    ] as const) {
      const answer = await (await fleet.clusters.session(name)).request({ path: '/version', signal: new AbortController().signal });
      expect(answer.json()).toMatchObject({ gitVersion: `v${local.cluster(behindIt).version}` });
    }
    expect((await fleet.clusters.list()).map(({ environment }) => environment)).toEqual(['eu-env', 'us-env']);
    // Gone from one of them: told under the name that it has in the fleet.
    us.clusters.pop();
    const removed = nextEvent(fleet, 'rancher-cluster-removed');
    await fleet.ranchers[1]?.refresh({ force: true });
    expect(await removed).toMatchObject({ rancher: 'us', cluster: 'us-local' });
  });

  test('a token file that changes is used at once, by what is there and for what comes', async () => {
    await using stage = rancherStage();
    const rancher = await stage.rancher({ clusters: both() });
    const tokenFile = join(stage.folder, 'token');
    writeFileSync(tokenFile, rancher.token, { mode: 0o600 });
    const directory = join(stage.folder, 'eu');
    const fleet = stage.open({ rancher: { eu: { url: rancher.url, tokenFile, ca: stage.ca, directory } } });
    await fleet.run('namespaces_list', { cluster: 'legacy' });
    const written = nextEvent(fleet, 'refresh-finished', (event) => event.written.length > 0);
    const reread = nextEvent(fleet, 'cluster-changed', ({ cluster }) => cluster === 'legacy');
    const other = rancher.tokens.mint().bearer;
    rancher.tokens.remove(rancher.token.split(':')[0] ?? '');
    writeFileSync(tokenFile, other);
    expect((await written).written.sort()).toEqual(['Gov.Edge 1', 'current', 'legacy']);
    expect(await readFile(join(directory, 'legacy.yaml'), 'utf8')).toContain(other);
    await reread;
    await fleet.run('namespaces_list', { cluster: 'legacy' });
  });

  test('a token that is refused is told, counted, and takes no cluster away', async () => {
    await using stage = rancherStage();
    const rancher = await stage.rancher({ clusters: both() });
    const tokenFile = join(stage.folder, 'token');
    writeFileSync(tokenFile, rancher.token, { mode: 0o600 });
    const lines: string[] = [];
    const logger = {
      log: (level: string, message: string, fields?: object) => void lines.push(`${level} ${message} ${JSON.stringify(fields)}`),
    };
    const fleet = stage.open(
      { rancher: { eu: { url: rancher.url, tokenFile, ca: stage.ca, directory: join(stage.folder, 'eu') } } },
      { logger },
    );
    expect(await names(fleet)).toHaveLength(3);
    const [failed, health] = [nextEvent(fleet, 'refresh-failed'), nextEvent(fleet, 'refresh-health-changed')];
    writeFileSync(tokenFile, 'token-wrong:canary4711');
    expect(await failed).toMatchObject({ rancher: 'eu', code: 'UNAUTHORIZED', failuresInARow: 1 });
    expect(await health).toMatchObject({ rancher: 'eu', health: 'Degraded', previous: 'Healthy' });
    await fleet.clusters.refresh();
    expect(await names(fleet)).toHaveLength(3);
    expect(fleet.clusters.failures().map(({ error }) => error.message)).toEqual([expect.stringContaining('Rancher eu could not be asked')]);
    expect(await fleet.metrics()).toContain('kubernetes_mcp_refresh_failure_total{environment="eu",reason="unauthorized"} 1');
    expect(lines.filter((line) => line.startsWith('warn A refresh of kubeconfigs failed'))).toHaveLength(1);
    expect(JSON.stringify([await failed, await health, lines])).not.toContain('canary4711');
  });

  test('a Rancher that does not answer keeps neither its known clusters nor those of others waiting', async () => {
    await using stage = rancherStage();
    const rancher = await stage.rancher({ clusters: both() });
    const config = { rancher: { eu: { url: rancher.url, token: rancher.token, ca: stage.ca, directory: join(stage.folder, 'eu') } } };
    const first = stage.open(config);
    await first.clusters.start();
    await first.close();
    rancher.knobs.failures.push({ path: /clusters/, times: 1_000, answer: 'hang' });
    const began = performance.now();
    const fleet = stage.open(config);
    expect(await names(fleet)).toHaveLength(3);
    expect(performance.now() - began).toBeLessThan(5_000);
    expect((await fleet.clusters.resolve('legacy')).labels).toEqual({ env: 'production', tier: 'a' });
    await fleet.close();
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  test('closing ends everything: no refresh goes on, none is planned, none can be asked for', async () => {
    await using stage = rancherStage();
    const rancher = await stage.rancher({ clusters: both() });
    const tokenFile = join(stage.folder, 'token');
    writeFileSync(tokenFile, rancher.token, { mode: 0o600 });
    const section = { url: rancher.url, tokenFile, ca: stage.ca, directory: join(stage.folder, 'eu'), refreshInterval: 1_000 };
    const fleet = stage.open({ rancher: { eu: section } });
    await fleet.clusters.start();
    await nextEvent(fleet, 'refresh-started');
    const [integration] = fleet.ranchers;
    await fleet.close();
    const asked = rancher.requests.length;
    expect(await failureOf(integration?.refresh() ?? Promise.resolve())).toMatchObject({ code: 'CLOSED' });
    expect((await integration?.status())?.nextRefresh).toBeUndefined();
    expect(rancher.requests.length).toBe(asked);
    expect((await readdir(section.directory)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});
