import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LocalFleet, type LocalKubeconfig, multiplyClusters, startPathPrefixProxy } from '../../src/testing/index.js';
import { describeWithFleet, sharedFleet } from '../support/fleet.js';
import { get } from './fixtures/get.js';

await describeWithFleet('many endpoints from few clusters', () => {
  let fleet: LocalFleet;
  let directory: string;
  beforeAll(async () => {
    fleet = await sharedFleet();
    directory = await mkdtemp(join(tmpdir(), 'fleetwright-many-'));
  });
  afterAll(async () => {
    await fleet.close();
    await rm(directory, { recursive: true });
  });

  test('each endpoint has a kubeconfig, a port and faults of its own', async () => {
    const many = await multiplyClusters(fleet.clusters, { count: 50, namePrefix: 'prod', kubeconfigDirectory: join(directory, 'many') });
    try {
      expect((await readdir(join(directory, 'many'))).toSorted()).toHaveLength(50);
      expect(many.endpoints.at(-1)?.name).toBe('prod-050');
      expect(new Set(many.endpoints.map(({ server }) => server)).size).toBe(50);
      many.endpoints[0]?.faults.reset();
      const through = (server: string | undefined): LocalKubeconfig =>
        fleet.cluster('legacy').kubeconfig('admin', server === undefined ? {} : { server });
      await expect(get(through(many.endpoints[0]?.server), '/version')).rejects.toThrow();
      expect((await get(through(many.endpoints[2]?.server), '/version')).text).toContain('v1.24.17');
    } finally {
      await many.close();
    }
  });

  test('one host serves two clusters by path prefix', async () => {
    const proxy = await startPathPrefixProxy({ '/k8s/clusters/a': fleet.cluster('legacy'), '/k8s/clusters/b': fleet.cluster('current') });
    try {
      expect((await get(proxy.kubeconfig('/k8s/clusters/a'), '/version')).text).toContain('v1.24.17');
      expect((await get(proxy.kubeconfig('/k8s/clusters/b'), '/version')).text).toContain('v1.36.3');
      expect((await get(proxy.kubeconfig('/k8s/clusters/b', 'restricted-token'), '/api/v1/nodes')).status).toBe(403);
      const astray = fleet
        .cluster('legacy')
        .kubeconfig('token', { server: `${proxy.server}/k8s/clusters/ab`, certificateAuthority: proxy.certificateAuthority });
      expect((await get(astray, '/version')).status).toBe(404);
      expect(() => proxy.kubeconfig('/k8s/clusters/c')).toThrow(/no route "\/k8s\/clusters\/c"/);
    } finally {
      await proxy.close();
    }
  });
});
