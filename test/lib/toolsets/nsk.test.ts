import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CallLimits } from '../../../src/index.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { failureOf } from '../../support/failure.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';
import { openRancherFleet } from '../../support/rancher/rancher-fleet.js';
import { textWith } from '../../support/text-like.js';
import { clusters } from '../integrations/nsk/nsk-stage.js';
import { proxiedClusters } from '../integrations/nsk/proxied-fleet.js';

const ONLY_ALPHA: CallLimits = { clusters: 'alpha' };

describe('kubeconfigs from Rancher', () => {
  test('nsk_refresh tells what it wrote, and that nothing changed the second time', async () => {
    await using stage = await openRancherFleet({ nsk: { clusters: clusters('alpha', 'beta') } });
    const { fleet } = stage;
    const first = await fleet.call({ operation: 'nsk_refresh' });
    expect(first.output).toMatchObject({ problems: [], ranchers: [{ name: 'nsk', outcome: 'Success', clusters: 2, failed: [] }] });
    const again = await fleet.call({ operation: 'nsk_refresh' });
    expect(again.output).toMatchObject({ ranchers: [{ written: [], removed: [], held: [] }] });
    expect(again.text()).toContain('no kubeconfig changed');
  });

  test('nsk_refresh fetches what matches; a bad pattern and an unknown Rancher change nothing', async () => {
    await using stage = await openRancherFleet({ nsk: { clusters: clusters('alpha', 'beta') } });
    const { fleet, ranchers } = stage;
    await fleet.clusters.list();
    ranchers.nsk.clusters.push({ id: 'c-m-new00001', name: 'gamma' }, { id: 'c-m-new00002', name: 'delta' });
    const { ranchers: reports } = await fleet.run('nsk_refresh', { pattern: '^gam' });
    expect(reports).toMatchObject([{ written: ['gamma'] }]);
    ranchers.nsk.requests.length = 0;
    expect(await failureOf(fleet.run('nsk_refresh', { pattern: '(' }))).toMatchObject({ code: 'INPUT_INVALID' });
    const unknown = await failureOf(fleet.run('nsk_refresh', { rancher: 'nks' }));
    expect(unknown).toMatchObject({ code: 'INPUT_INVALID', message: textWith('Did you mean "nsk"?'), details: { ranchers: ['nsk'] } });
    expect(ranchers.nsk.requests).toEqual([]);
  });

  test('a token that is refused is the error of nsk_refresh, and shows in nsk_status', async () => {
    await using stage = await openRancherFleet({ nsk: { clusters: clusters('alpha') } });
    const { fleet, ranchers } = stage;
    await fleet.clusters.list();
    for (const token of ranchers.nsk.tokens.list()) token.enabled = false;
    expect(await failureOf(fleet.run('nsk_refresh', {}))).toMatchObject({ code: 'UNAUTHORIZED', hint: textWith('scope') });
    const status = await fleet.call({ operation: 'nsk_status' });
    expect(status.output).toMatchObject({
      ranchers: [{ health: 'Degraded', failures_in_a_row: 1, login: { problem: textWith('UNAUTHORIZED') }, counts: { ready: 1 } }],
    });
    expect((await fleet.clusters.list()).map(({ name }) => name)).toEqual(['alpha']);
  });

  test('nsk_status names what is not active in the words of Rancher, and when the token ends, but not the token', async () => {
    await using stage = await openRancherFleet({
      nsk: {
        clusters: [
          { id: 'c-m-1', name: 'alpha' },
          { id: 'c-m-2', name: 'beta', state: 'unavailable', transitioningMessage: 'Cluster agent is not connected' },
        ],
      },
    });
    const { fleet, ranchers } = stage;
    const { nsk } = ranchers;
    await fleet.clusters.list();
    await fleet.run('nsk_refresh', {});
    const status = await fleet.call({ operation: 'nsk_status' });
    expect(status.output).toMatchObject({
      ranchers: [
        {
          health: 'Healthy',
          rancher_url: nsk.url,
          auto_refresh: false,
          login: { user: 'user-abcde' },
          counts: { ready: 1, not_ready: 1, removed: 0, held: 0 },
          not_active: [{ cluster: 'beta', state: 'unavailable', message: 'Cluster agent is not connected' }],
          history: [{ outcome: 'Success' }, { outcome: 'Success' }],
        },
      ],
    });
    expect(status.text()).toMatch(/beta +unavailable .*Cluster agent is not connected/);
    expect(status.text()).toContain('user user-abcde; does not expire');
    const everything = `${JSON.stringify(status.output)}${status.text()}`;
    expect(everything).not.toContain(nsk.token.split(':')[1]);
  });

  test('nsk_clusters_discover holds what Rancher lists against what is at hand, and writes nothing', async () => {
    await using stage = await openRancherFleet({ nsk: { clusters: clusters('alpha', 'beta', 'gamma') } });
    const { fleet, ranchers } = stage;
    await fleet.clusters.list();
    const { nsk } = ranchers;
    nsk.clusters.splice(0, 1);
    nsk.clusters.push({ id: 'c-m-new00001', name: 'delta', nodeCount: 7 });
    const found = await fleet.run('nsk_clusters_discover', {});
    expect(found).toMatchObject({ total: 4, new: 1, gone: 1, problems: [] });
    expect(found.clusters.map(({ name, at_hand: at, cluster }) => [name, at, cluster])).toEqual([
      ['alpha', 'gone', 'alpha'],
      ['beta', 'known', 'beta'],
      ['delta', 'new', undefined],
      ['gamma', 'known', 'gamma'],
    ]);
    const first = await fleet.run('nsk_clusters_discover', { limit: 3, pattern: 'a$' });
    expect(first.clusters.map(({ name }) => name)).toEqual(['beta', 'delta', 'gamma']);
    const paged = await fleet.run('nsk_clusters_discover', { limit: 2 });
    const rest = await fleet.run('nsk_clusters_discover', { limit: 2, continue: String(paged.continue) });
    expect([...paged.clusters, ...rest.clusters].map(({ name }) => name)).toEqual(['alpha', 'beta', 'delta', 'gamma']);
    expect(nsk.requests.every(({ method }) => method === 'GET')).toBe(true);
    expect((await fleet.clusters.list()).map(({ name }) => name)).toEqual(['alpha', 'beta', 'gamma']);
  });

  test('nsk_get shows a kubeconfig without its credential, and writes it with save only', async () => {
    await using stage = await openRancherFleet({ nsk: { clusters: clusters('alpha') } });
    const { fleet, ranchers } = stage;
    const { nsk } = ranchers;
    await fleet.clusters.list();
    nsk.clusters.push({ id: 'c-m-new00001', name: 'delta' });
    const shown = await fleet.call({ operation: 'nsk_get', input: { cluster_name: 'delta' } });
    expect(shown.output).toMatchObject({
      cluster: 'delta',
      id: 'c-m-new00001',
      saved: false,
      server: `${nsk.url}/k8s/clusters/c-m-new00001`,
    });
    expect(shown.output).not.toHaveProperty('path');
    const saved = await fleet.call({ operation: 'nsk_get', input: { cluster_name: 'delta', save: true } });
    const { path } = saved.output;
    expect(saved.output).toMatchObject({ saved: true, path: textWith('delta.yaml') });
    expect(await readFile(String(path), 'utf8')).toContain(nsk.token);
    for (const answer of [shown, saved]) {
      expect(JSON.stringify(answer.output) + answer.text()).not.toContain(nsk.token.split(':')[1]);
      expect(answer.text()).toContain("token: '[redacted]'");
    }
    const unknown = await failureOf(fleet.run('nsk_get', { cluster_name: 'alhpa' }));
    expect(unknown).toMatchObject({ code: 'CLUSTER_UNKNOWN', message: textWith('alpha') });
  });

  test('nsk_clean removes what is left of clusters that are gone, and nothing that somebody changed', async () => {
    await using stage = await openRancherFleet({ nsk: { clusters: clusters('alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta') } });
    const { fleet, ranchers } = stage;
    await fleet.clusters.list();
    const [integration] = fleet.ranchers;
    const file = (name: string): string => join(integration?.directory ?? '', `${name}.yaml`);
    await writeFile(file('beta'), `${await readFile(file('beta'), 'utf8')}\n# mine\n`);
    ranchers.nsk.clusters.splice(0, 2);
    await fleet.run('nsk_refresh', { force: true });
    const dry = await fleet.run('nsk_clean', { dry_run: true });
    expect(dry).toMatchObject({ dry_run: true, removed: [{ cluster: 'alpha', path: file('alpha') }], kept: [{ cluster: 'beta' }] });
    expect(await readFile(file('alpha'), 'utf8')).toContain('Config');
    const done = await fleet.run('nsk_clean', {});
    expect(done).toMatchObject({ dry_run: false, removed: [{ cluster: 'alpha' }], kept: [{ cluster: 'beta' }] });
    await expect(readFile(file('alpha'))).rejects.toThrow('ENOENT');
    expect(await readFile(file('beta'), 'utf8')).toContain('# mine');
    expect((await fleet.run('nsk_clean', {})).removed).toEqual([]);
  });

  test('a caller that may reach one cluster learns of no other', async () => {
    await using stage = await openRancherFleet({
      nsk: {
        clusters: clusters('alpha', 'secretive').map((cluster) => ({
          ...cluster,
          state: 'unavailable',
          collections: { projects: [{ name: `project of ${cluster.name}` }] },
        })),
      },
    });
    const { fleet, ranchers } = stage;
    await fleet.clusters.list();
    ranchers.nsk.tokens.mint({ description: 'for secretive', cluster: 'c-m-00000001', ttl: 1000 });
    ranchers.nsk.clusters.push({ id: 'c-m-new00001', name: 'secretive-too' });
    expect(await fleet.run('nsk_refresh', {}, { limits: ONLY_ALPHA })).toMatchObject({
      ranchers: [{ summary: 'Success', clusters: 1, written: [] }],
    });
    const operations = ['nsk_status', 'nsk_clusters_discover', 'rancher_projects', 'rancher_tokens'] as const;
    for (const operation of operations) {
      const limited = await fleet.call({ operation, limits: ONLY_ALPHA });
      expect({ operation, text: limited.text() }).not.toMatchObject({ text: textWith('secretive') });
      expect({ operation, output: JSON.stringify(limited.output) }).not.toMatchObject({ output: textWith('secretive') });
      const whole = await fleet.call({ operation });
      expect({ operation, text: `${whole.text()} ${JSON.stringify(whole.output)}` }).toMatchObject({ text: textWith('secretive') });
    }
    const refusals = [
      fleet.run('nsk_refresh', { force: true }, { limits: ONLY_ALPHA }),
      fleet.run('nsk_clean', { dry_run: true }, { limits: ONLY_ALPHA }),
    ];
    for (const refused of refusals) expect(await failureOf(refused)).toMatchObject({ code: 'OPERATION_NOT_ALLOWED' });
    const unseen = [
      fleet.run('nsk_get', { cluster_name: 'secretive' }, { limits: ONLY_ALPHA }),
      fleet.run('rancher_cluster_conditions', { cluster: 'secretive' }, { limits: ONLY_ALPHA }),
      fleet.run('rancher_node_pools', { cluster: 'secretive' }, { limits: ONLY_ALPHA }),
    ];
    for (const unknown of unseen) expect(await failureOf(unknown)).toMatchObject({ code: 'CLUSTER_UNKNOWN' });
  });

  test('of several Ranchers, one that is down costs only itself, and each can be named', async () => {
    await using stage = await openRancherFleet({ east: { clusters: clusters('local') }, west: { clusters: clusters('local') } });
    const { fleet, ranchers } = stage;
    await fleet.clusters.list();
    expect((await fleet.run('nsk_status', { rancher: 'west' })).ranchers.map(({ name }) => name)).toEqual(['west']);
    await ranchers.west[Symbol.asyncDispose]();
    const found = await fleet.run('nsk_clusters_discover', {});
    expect(found).toMatchObject({
      clusters: [{ name: 'local', rancher: 'east', cluster: 'east-local', at_hand: 'known' }],
      problems: [{ rancher: 'west', code: textWith('CONNECTION_') }],
    });
    expect(await failureOf(fleet.run('nsk_clusters_discover', { rancher: 'west' }))).toMatchObject({ code: 'CONNECTION_REFUSED' });
    const either = await failureOf(fleet.run('nsk_get', { cluster_name: 'local' }));
    expect(either).toMatchObject({ code: 'INPUT_INVALID', details: { ranchers: ['east', 'west'] } });
    expect(await fleet.run('nsk_get', { cluster_name: 'east-local' })).toMatchObject({ rancher: 'east', cluster: 'local' });
  });
});

await describeWithFleet('clusters behind Rancher', () => {
  let local: LocalFleet;
  beforeAll(async () => {
    local = await sharedFleet();
  });
  afterAll(() => local.close());

  test('are used as soon as nsk_refresh fetched them', async () => {
    await using stage = await openRancherFleet({ nsk: { clusters: [] } });
    const { fleet, ranchers } = stage;
    ranchers.nsk.clusters.push(...proxiedClusters(local));
    await fleet.run('nsk_refresh', {});
    for (const cluster of ['legacy', 'current'] as const) {
      const version = await fleet.call({ operation: 'version', input: { cluster } });
      expect(JSON.stringify(version.output)).toContain(`v${local.cluster(cluster).version}`);
      const conditions = await fleet.run('rancher_cluster_conditions', { cluster });
      expect(conditions).toMatchObject({ cluster, state: 'active', readiness: 'Ready' });
    }
  });

  test('a cluster that does not come from Rancher is told as such', async () => {
    await using stage = await openRancherFleet({ east: { clusters: clusters('local') } }, { kubeconfigDir: local.kubeconfigDirectory });
    for (const cluster of ['legacy', 'current']) {
      const failure = await failureOf(stage.fleet.run('rancher_node_pools', { cluster }));
      expect(failure).toMatchObject({ code: 'INPUT_INVALID', cluster, hint: textWith('nsk_clusters_discover') });
    }
  });
});
