import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFleet, type Fleet } from '../../../src/index.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';
import { failureOf } from '../../support/failure.js';

const NEVER = new AbortController().signal;

await describeWithFleet('kinds and places', () => {
  let local: LocalFleet;
  let fleet: Fleet;

  beforeAll(async () => {
    local = await sharedFleet();
    fleet = createFleet({ kubeconfigDir: local.kubeconfigDirectory });
  });
  afterAll(async () => {
    await fleet.close();
    await local.close();
  });

  test.each(['legacy', 'current'])('%s tells all its kinds, with verbs and subresources', async (cluster) => {
    const { kinds, failed } = await (await fleet.clusters.session(cluster)).kinds(NEVER);
    expect(failed).toEqual([]);
    const deployment = kinds.find(({ apiVersion, kind }) => apiVersion === 'apps/v1' && kind === 'Deployment');
    expect(deployment).toMatchObject({ plural: 'deployments', shortNames: ['deploy'], namespaced: true, nameRule: 'subdomain' });
    expect(deployment?.verbs).toEqual(expect.arrayContaining(['get', 'list', 'patch', 'delete']));
    expect([...(deployment?.subresources ?? [])].sort()).toEqual(['scale', 'status']);
    expect(kinds.find(({ kind }) => kind === 'Widget')).toMatchObject({ apiVersion: 'example.com/v1', plural: 'widgets' });
    expect(kinds.filter(({ plural }) => plural.includes('/'))).toEqual([]);
  });

  test('aggregated discovery costs two requests, and the second question none', async () => {
    const own = createFleet({ kubeconfigDir: local.kubeconfigDirectory });
    try {
      const session = await own.clusters.session('current');
      await session.request({ path: '/version', signal: NEVER });
      const before = local.cluster('current').faults.counters().roundTrips;
      await Promise.all([session.kinds(NEVER), session.kinds(NEVER)]);
      await session.kinds(NEVER);
      expect(local.cluster('current').faults.counters().roundTrips - before).toBeLessThanOrEqual(3); // two, and a second connection's handshake
    } finally {
      await own.close();
    }
  });

  test.each(['legacy', 'current'])('an aggregated API of %s that is down costs only itself', async (cluster) => {
    const { adminClient } = local.cluster(cluster);
    const service = {
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: { name: 'v1.down.example.org' },
      spec: {
        group: 'down.example.org',
        version: 'v1',
        groupPriorityMinimum: 1000,
        versionPriority: 15,
        insecureSkipTLSVerify: true,
        service: { namespace: 'default', name: 'nobody' },
      },
    };
    const path = '/apis/apiregistration.k8s.io/v1/apiservices';
    expect((await adminClient.request('POST', path, service)).status).toBe(201);
    const own = createFleet({ kubeconfigDir: local.kubeconfigDirectory });
    try {
      const { kinds, failed } = await (await own.clusters.session(cluster)).kinds(NEVER);
      expect(kinds.some(({ kind }) => kind === 'Pod')).toBe(true);
      expect(failed.filter((version) => version !== 'down.example.org/v1')).toEqual([]);
      if (cluster === 'legacy') expect(failed).toEqual(['down.example.org/v1']);
    } finally {
      await own.close();
      await adminClient.request('DELETE', `${path}/v1.down.example.org`);
    }
  });

  test.each(['legacy', 'current'])('%s locates objects, collections and subresources', async (cluster) => {
    const session = await fleet.clusters.session(cluster);
    const web = { apiVersion: 'apps/v1', kind: 'deploy' };
    expect(await session.locate(web, { namespace: 'shop', name: 'web', subresource: 'scale', signal: NEVER })).toMatchObject({
      path: '/apis/apps/v1/namespaces/shop/deployments/web/scale',
      kind: { kind: 'Deployment' },
      namespace: 'shop',
    });
    expect(await session.locate(web, { signal: NEVER })).toMatchObject({ path: '/apis/apps/v1/deployments', namespace: undefined });
    expect((await session.locate(web, { name: 'web', signal: NEVER })).path).toBe('/apis/apps/v1/namespaces/default/deployments/web');
    const widget = { apiVersion: 'example.com/v1', kind: 'Widget' };
    expect((await session.locate(widget, { namespace: 'shop', name: 'small', signal: NEVER })).path).toBe(
      '/apis/example.com/v1/namespaces/shop/widgets/small',
    );
    expect(
      await failureOf(session.locate({ apiVersion: 'v1', kind: 'Node' }, { namespace: 'shop', name: 'x', signal: NEVER })),
    ).toMatchObject({
      code: 'INPUT_INVALID',
      cluster,
    });
  });
});
