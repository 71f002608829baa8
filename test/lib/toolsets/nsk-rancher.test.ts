import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { createFleet } from '../../../src/index.js';
import { temporaryFolder } from '../../adapters/cli/temporary-folder.js';
import { failureOf } from '../../support/failure.js';
import { openRancherFleet } from '../../support/rancher/rancher-fleet.js';
import { startRancher } from '../../support/rancher/stand-in-rancher.js';
import { textWith } from '../../support/text-like.js';

const DAY = 86_400_000;

describe('what Rancher knows of its clusters', () => {
  test('rancher_projects lists those of one cluster or of all, over pages, with their quotas', async () => {
    const project = (name: string, more = {}): Readonly<Record<string, string | object>> => ({
      name,
      created: '2026-01-02T03:04:05Z',
      ...more,
    });
    await using stage = await openRancherFleet({
      nsk: {
        clusters: [
          {
            id: 'c-m-1',
            name: 'alpha',
            collections: {
              projects: [project('Default'), project('System'), project('Shop', { resourceQuota: { limit: { pods: '50' } } })],
            },
          },
          {
            id: 'c-m-2',
            name: 'beta',
            collections: { projects: [project('Default', { state: 'error', transitioningMessage: 'no namespace' })] },
          },
        ],
        knobs: { pageLimit: 2 },
      },
    });
    const { fleet, ranchers } = stage;
    await fleet.clusters.list();
    const all = await fleet.run('rancher_projects', {});
    expect(all.projects.map(({ cluster, name }) => `${cluster}/${name}`)).toEqual([
      'alpha/Default',
      'alpha/Shop',
      'alpha/System',
      'beta/Default',
    ]);
    expect(all.projects).toMatchObject([{ state: 'active' }, { quota: { pods: '50' } }, {}, { state: 'error', message: 'no namespace' }]);
    ranchers.nsk.requests.length = 0;
    const one = await fleet.run('rancher_projects', { cluster: 'beta' });
    expect(one).toMatchObject({ total: 1, projects: [{ cluster: 'beta', name: 'Default' }] });
    expect(ranchers.nsk.requests.map(({ path }) => path)).toEqual(['/v3/projects?limit=1000&clusterId=c-m-2']);
    const first = await fleet.run('rancher_projects', { limit: 3 });
    const rest = await fleet.run('rancher_projects', { limit: 3, continue: String(first.continue) });
    expect(rest).toMatchObject({ total: 4, projects: [{ cluster: 'beta' }] });
    expect(await failureOf(fleet.run('rancher_projects', { cluster: 'betta' }))).toMatchObject({ code: 'CLUSTER_UNKNOWN' });
  });

  test('rancher_cluster_conditions shows the false ones first', async () => {
    await using stage = await openRancherFleet({
      nsk: {
        clusters: [
          {
            id: 'c-m-1',
            name: 'alpha',
            state: 'unavailable',
            kubernetesVersion: 'v1.24.17+rke2r1',
            conditions: [
              { type: 'Provisioned', status: 'True' },
              { type: 'Ready', status: 'False', reason: 'Disconnected', message: 'Cluster agent is not connected' },
            ],
          },
        ],
      },
    });
    const { fleet, ranchers } = stage;
    await fleet.clusters.list();
    const answer = await fleet.call({ operation: 'rancher_cluster_conditions', input: { cluster: 'alpha' } });
    expect(answer.output).toMatchObject({ state: 'unavailable', readiness: 'NotReady', version: 'v1.24.17+rke2r1', nodes: 3 });
    expect(answer.text()).toMatch(/^alpha \(c-m-1\) is unavailable at nsk: Cluster agent is not connected$/m);
    expect(answer.text()).toMatch(/\nReady +False +Disconnected +Cluster agent is not connected\nProvisioned +True/);
    ranchers.nsk.clusters.length = 0;
    expect(await failureOf(fleet.run('rancher_cluster_conditions', { cluster: 'alpha' }))).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('rancher_node_pools counts the nodes of each pool; without pools, by role', async () => {
    await using stage = await openRancherFleet({
      nsk: {
        clusters: [
          {
            id: 'c-1',
            name: 'alpha',
            collections: {
              nodepools: [
                { hostnamePrefix: 'cp-', quantity: 1, controlPlane: true, etcd: true },
                { hostnamePrefix: 'work-', quantity: 3, worker: true, state: 'updating', transitioningMessage: 'one is missing' },
              ],
              nodes: [
                { nodeName: 'cp-1', nodePoolId: 'c-1:x-00000', controlPlane: true, etcd: true },
                { nodeName: 'work-1', nodePoolId: 'c-1:x-00001', worker: true },
                {
                  nodeName: 'work-2',
                  nodePoolId: 'c-1:x-00001',
                  worker: true,
                  state: 'unavailable',
                  transitioningMessage: 'Kubelet stopped',
                },
              ],
            },
          },
          { id: 'c-m-2', name: 'beta', collections: { nodes: [{ hostname: 'all-in-one', controlPlane: true, etcd: true, worker: true }] } },
          { id: 'c-m-3', name: 'gamma' },
        ],
      },
    });
    const { fleet, ranchers } = stage;
    await fleet.clusters.list();
    expect(await fleet.run('rancher_node_pools', { cluster: 'alpha' })).toEqual({
      cluster: 'alpha',
      rancher: 'nsk',
      source: 'node pools',
      pools: [
        { name: 'cp-', roles: ['controlplane', 'etcd'], wanted: 1, nodes: 1, active: 1, state: 'active' },
        { name: 'work-', roles: ['worker'], wanted: 3, nodes: 2, active: 1, state: 'updating', message: 'one is missing' },
      ],
      not_active: [{ node: 'work-2', state: 'unavailable', message: 'Kubelet stopped' }],
      not_active_total: 1,
    });
    const byRole = await fleet.call({ operation: 'rancher_node_pools', input: { cluster: 'beta' } });
    expect(byRole.output).toMatchObject({ source: 'nodes by role', pools: [{ roles: ['controlplane', 'etcd', 'worker'], nodes: 1 }] });
    expect(byRole.text()).toContain('has no node pools for it');
    // Of 2.12 and newer.
    ranchers.nsk.knobs.failures.push({ path: /^\/v3\/nodepools/, times: 1, answer: 'drop' });
    expect(await failureOf(fleet.run('rancher_node_pools', { cluster: 'beta' }))).toMatchObject({ code: 'CONNECTION_FAILED' });
    const none = await fleet.call({ operation: 'rancher_node_pools', input: { cluster: 'gamma' } });
    expect(none.text()).toContain('Rancher knows no nodes of it.');
  });

  test('rancher_tokens counts by kind, shows what ends soon, and never a secret', async () => {
    await using stage = await openRancherFleet({ nsk: { clusters: [{ id: 'c-m-1', name: 'alpha' }] } });
    const { fleet, ranchers } = stage;
    const { tokens, token } = ranchers.nsk;
    await fleet.clusters.list();
    tokens.mint({ kind: 'kubeconfig', ttl: 3 * DAY + 60_000, cluster: 'c-m-1', description: 'Kubeconfig token' });
    tokens.mint({ kind: 'kubeconfig', ttl: 30 * DAY });
    tokens.mint({ user: 'user-other', kind: 'session', ttl: DAY });
    const answer = await fleet.call({ operation: 'rancher_tokens' });
    expect(answer.output).toMatchObject({
      problems: [],
      ranchers: [
        {
          user: 'user-abcde',
          total: 3,
          kinds: { api: 1, kubeconfig: 2 },
          ended: 0,
          ending: 1,
          rows: [
            { kind: 'kubeconfig', cluster: 'alpha', days_left: 3, in_use: false },
            { kind: 'api', in_use: true, enabled: true },
          ],
        },
      ],
    });
    const everything = await fleet.call({ operation: 'rancher_tokens', input: { all: true } });
    expect(everything.output).toMatchObject({ ranchers: [{ rows: { length: 3 } }] });
    const wider = await fleet.call({ operation: 'rancher_tokens', input: { days: 40 } });
    expect(wider.output).toMatchObject({ ranchers: [{ ending: 2, rows: { length: 3 } }] });
    const text = everything.text() + JSON.stringify(everything.output);
    for (const { bearer } of tokens.list()) expect(text).not.toContain(bearer.split(':')[1]);
    expect(text).not.toContain('user-other');
    expect(text).toContain(token.split(':')[0]);
  });

  test('through the program nsk: refreshes and kubeconfigs; what only Rancher itself tells needs its address and a token', async () => {
    const nskPath = fileURLToPath(new URL('../../support/nsk/nsk.mjs', import.meta.url));
    await using rancher = await startRancher({ clusters: [{ id: 'c-m-1', name: 'alpha' }] });
    await using folder = await temporaryFolder();
    const nsk = { mode: 'nsk', nskPath, configDir: folder.path, profile: 'eu', rancherUrl: rancher.url, rancherInsecure: true } as const;
    const fleet = createFleet({ nsk: { ...nsk, rancherToken: rancher.token } });
    try {
      await fleet.clusters.list();
      const status = await fleet.run('nsk_status', {});
      expect(status).toMatchObject({ ranchers: [{ provider: 'nsk', profile: 'eu', login: { user: 'user-abcde' }, counts: { ready: 1 } }] });
      const held = await fleet.run('nsk_get', { cluster_name: 'alpha' });
      expect(held).toMatchObject({ saved: false, path: `${folder.path}/kubeconfigs/alpha.yaml`, contexts: ['alpha'] });
      expect(await fleet.run('rancher_tokens', {})).toMatchObject({ ranchers: [{ kinds: { api: 1, kubeconfig: 1 } }] });
    } finally {
      await fleet.close();
    }
    const alone = createFleet({ nsk: { ...nsk, rancherUrl: undefined } });
    try {
      expect((await alone.run('nsk_status', {})).ranchers[0]).not.toHaveProperty('login');
      for (const operation of ['rancher_tokens', 'rancher_projects'] as const)
        expect(await failureOf(alone.run(operation, {}))).toMatchObject({ code: 'CONFIG_INVALID', hint: textWith('RANCHER_URL') });
    } finally {
      await alone.close();
    }
  });
});
