import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ClusterManager } from '../../../../src/lib/cluster-manager.js';
import type { LocalFleet } from '../../../../src/testing/index.js';
import { describeWithFleet, sharedFleet } from '../../../support/fleet.js';
import { authority, type TestServer } from '../../../support/https-server.js';
import { startDirectEndpoint } from '../../../support/rancher/direct-endpoint.js';
import type { RancherCluster, StandInRancher } from '../../../support/rancher/stand-in-rancher.js';
import { proxiedClusters, versionsOf } from '../nsk/proxied-fleet.js';
import { askVersion } from '../nsk/traffic.js';
import { clusters } from '../nsk/nsk-stage.js';
import { tokenIn, withMinting, written } from './kubeconfigs-stage.js';

const DIRECT = { directEndpoints: true } as const;
const named = (url: string): RancherCluster[] =>
  clusters('a').map((cluster) => ({ ...cluster, direct: { url, authority: authority.certificate } }));
const contextsOf = (files: Readonly<Record<string, string>>, name: string): string[] =>
  written(files, name).contexts.map((each) => each.name);

describe.each(['generate', 'ext'] as const)('contexts past Rancher with kubeconfigs = %s', (kubeconfigs) => {
  const options = { ...DIRECT, kubeconfigs };
  const knobs = { extension: true };

  test('stand beside the one through Rancher, which is current', () =>
    withMinting({ clusters: named('https://k8s.prod.example'), knobs }, options, async ({ open, files, rancher }) => {
      const nsk = open();
      await nsk.refresh();
      const now = await files();
      expect([contextsOf(now, 'a'), written(now, 'a')['current-context']]).toEqual([['a', 'a-fqdn'], 'a']);
      expect(written(now, 'a').clusters[1]?.cluster).toEqual({
        'server': 'https://k8s.prod.example',
        'certificate-authority-data': Buffer.from(authority.certificate).toString('base64'),
      });
      expect(rancher.tokens.find(written(now, 'a').users[1]?.user.token ?? '')?.cluster).toBe('c-m-00000000');
      expect((await nsk.refresh()).written).toEqual([]);
    }));

  test('are there for each node of its control plane, where it has no name', () => {
    const nodes = [{ hostname: 'cp-1', ipAddress: '10.0.0.1' }];
    const [cluster] = named('https://unused.example');
    const collections = {
      nodes: [
        { controlPlane: true, ipAddress: '10.0.0.1', hostname: 'cp-1' },
        { controlPlane: false, worker: true, ipAddress: '10.0.0.2', hostname: 'w-1' },
      ],
    };
    const listed = [
      { id: 'c-m-00000000', name: 'a', direct: { ...cluster?.direct, url: '', authority: authority.certificate, nodes }, collections },
    ];
    return withMinting({ clusters: listed, knobs }, options, async ({ open, files }) => {
      await open().refresh();
      expect(written(await files(), 'a').clusters.map(({ cluster: each }) => each.server)[1]).toBe('https://10.0.0.1:6443');
    });
  });

  test.each([
    ['a host that Rancher does not know for this cluster', 'https://evil.example'],
    ['a node that is no control plane', 'https://10.0.0.2:6443'],
    ['one without encryption', 'http://k8s.prod.example'],
  ])('%s is left out, and the cluster is reached through Rancher', (_what, server) => {
    const tamper = (text: string): string => text.replace('https://k8s.prod.example', server);
    return withMinting({ clusters: named('https://k8s.prod.example'), knobs: { ...knobs, tamper } }, options, async ({ open, files }) => {
      expect(await open().refresh()).toMatchObject({ outcome: 'Success' });
      expect(contextsOf(await files(), 'a')).toEqual(['a']);
    });
  });

  test('are left out where they are not asked for', () =>
    withMinting({ clusters: named('https://k8s.prod.example'), knobs }, { kubeconfigs }, async ({ open, files }) => {
      await open().refresh();
      expect(contextsOf(await files(), 'a')).toEqual(['a']);
    }));
});

await describeWithFleet('while Rancher is down', () => {
  let fleet: LocalFleet;
  beforeAll(async () => {
    fleet = await sharedFleet();
  });
  afterAll(() => fleet.close());

  async function addEndpoints(rancher: StandInRancher): Promise<TestServer[]> {
    return Promise.all(
      rancher.clusters.map(async (cluster) => {
        if (cluster.server === undefined) throw new Error('There is no API server behind it.');
        const endpoint = await startDirectEndpoint(cluster.server, rancher.tokens, cluster.id);
        cluster.direct = { url: endpoint.url, authority: authority.certificate };
        return endpoint;
      }),
    );
  }
  const away = { path: /./, times: 1_000_000, answer: 'drop' } as const;

  test.each(['generate', 'ext'] as const)('every cluster is reached past it, and through it once it is back (%s)', (kubeconfigs) =>
    withMinting({ clusters: proxiedClusters(fleet), knobs: { extension: true } }, { ...DIRECT, kubeconfigs }, async (stage) => {
      const { open, rancher, directory } = stage;
      const endpoints = await addEndpoints(rancher);
      const versions = versionsOf(fleet);
      const names = Object.keys(versions).sort();
      const nsk = open();
      const told: string[] = [];
      nsk.on('endpoint-switched', ({ cluster, endpoint }) => told.push(`${cluster} ${endpoint}`));
      await nsk.refresh();
      const manager = new ClusterManager({ kubeconfigDir: directory });
      const answers = async (): Promise<unknown> => {
        await manager.refresh();
        return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await askVersion(manager, name)] as const)));
      };
      expect(await answers()).toEqual(versions);
      expect(endpoints.flatMap(({ requests }) => requests)).toEqual([]);

      rancher.knobs.failures = [away];
      await nsk.refresh();
      await nsk.refresh();
      expect(told).toEqual([]);
      await nsk.refresh();
      expect(told.sort()).toEqual(names.map((name) => `${name} direct`));
      expect(await answers()).toEqual(versions);

      rancher.knobs.failures = [];
      told.length = 0;
      const tokens = rancher.tokens.list().length;
      expect((await nsk.refresh()).failed).toEqual([]);
      expect(told.sort()).toEqual(names.map((name) => `${name} rancher`));
      for (const endpoint of endpoints) endpoint.requests.length = 0;
      expect(await answers()).toEqual(versions);
      expect(endpoints.flatMap(({ requests }) => requests)).toEqual([]);
      expect(rancher.tokens.list()).toHaveLength(tokens);
      await manager.close();
      for (const endpoint of endpoints) await endpoint[Symbol.asyncDispose]();
    }),
  );

  test('one whose endpoint does not take its token stays as it is, as does a file that somebody changed', () =>
    withMinting(
      { clusters: proxiedClusters(fleet) },
      { ...DIRECT, kubeconfigs: 'generate' },
      async ({ open, files, rancher, directory }) => {
        const endpoints = await addEndpoints(rancher);
        const [first = '', second = ''] = Object.keys(versionsOf(fleet));
        const nsk = open();
        await nsk.refresh();
        const told: string[] = [];
        nsk.on('endpoint-switched', ({ cluster }) => told.push(cluster));
        rancher.tokens.remove(tokenIn(await files(), first).split(':')[0] ?? '');
        const path = join(directory, `${second}.yaml`);
        await writeFile(path, `${await readFile(path, 'utf8')}\n`);
        const before = await files();
        rancher.knobs.failures = [away];
        for (let round = 0; round < 4; round += 1) await nsk.refresh();
        expect((await nsk.status()).health).toBe('Unhealthy');
        expect(endpoints[0]?.requests.length).toBeGreaterThan(0);
        expect(told).toEqual([]);
        expect(await files()).toEqual(before);
        for (const endpoint of endpoints) await endpoint[Symbol.asyncDispose]();
      },
    ));

  test('a Rancher that only refuses the API token is not down', () =>
    withMinting({ clusters: proxiedClusters(fleet) }, { ...DIRECT, kubeconfigs: 'generate' }, async ({ open, files, rancher }) => {
      const endpoints = await addEndpoints(rancher);
      let token = rancher.token;
      const nsk = open({ rancherToken: () => token });
      await nsk.refresh();
      const before = await files();
      token = 'token-zzzzz:wrong';
      for (let round = 0; round < 4; round += 1) await nsk.refresh();
      expect((await nsk.status()).health).toBe('Unhealthy');
      expect(await files()).toEqual(before);
      for (const endpoint of endpoints) await endpoint[Symbol.asyncDispose]();
    }));
});
