import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFleet, type Fleet, type FleetConfigInput } from '../../../src/index.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { failureOf } from '../../support/failure.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';
import { ownToolset } from '../../support/own-operations.js';
import { rawDestructive, rawRead, rawWrite } from '../../support/raw-request.js';

const refused = (cluster: string, rule: string): object => ({ code: 'OPERATION_NOT_ALLOWED', cluster, details: { rule } });

await describeWithFleet('namespaces that are closed', () => {
  let local: LocalFleet;
  const opened: Fleet[] = [];
  beforeAll(async () => {
    local = await sharedFleet();
  });
  afterAll(async () => {
    await Promise.all(opened.map((fleet) => fleet.close()));
    await local.close();
  });
  function open(config: FleetConfigInput): Fleet {
    const toolsets = [ownToolset([rawRead, rawWrite, rawDestructive])];
    const fleet = createFleet({ kubeconfigDir: local.kubeconfigDirectory, toolsets: ['all'], ...config }, { toolsets });
    opened.push(fleet);
    return fleet;
  }

  describe.each(['legacy', 'current'])('on %s', (cluster) => {
    const raw = (fleet: Fleet, path: string, more: Record<string, unknown> = {}) =>
      fleet.call({ operation: 'raw_read', input: { path, cluster, ...more } });
    const change = (fleet: Fleet, operation: 'raw_write' | 'raw_destructive', method: string, path: string, body?: unknown) =>
      fleet.call({ operation, input: { method, path, cluster, ...(body === undefined ? {} : { body }) } });

    test('a namespace in the input is refused before anything is asked, with those that may be named', async () => {
      const fleet = open({ allowedNamespaces: ['team-a', '/dev-.*/'] });
      await fleet.clusters.start();
      const before = local.cluster(cluster).faults.counters().roundTrips;
      const error = await failureOf(fleet.run('pods_list_in_namespace', { namespace: 'shop', cluster }));
      expect(error).toMatchObject(refused(cluster, 'allowed_namespaces'));
      expect(error.message).toContain('namespace "shop"');
      expect(error.hint).toContain('team-a, /dev-.*/');
      expect(local.cluster(cluster).faults.counters().roundTrips).toBe(before);
      expect(await fleet.run('pods_list_in_namespace', { namespace: 'team-a', cluster })).toMatchObject({ cluster });
    });

    test('a list of all namespaces is refused, not answered in part, and says what to name', async () => {
      const denied = await failureOf(open({ deniedNamespaces: ['shop', '/kube-.*/'] }).run('pods_list', { cluster }));
      expect(denied).toMatchObject(refused(cluster, 'denied_namespaces'));
      expect(denied.message).toContain('pods of all namespaces');
      expect(denied.hint).toContain('any but shop, /kube-.*/');
      const allowed = await failureOf(open({ allowedNamespaces: ['team-a'] }).run('pods_list', { cluster }));
      expect(allowed.hint).toContain('team-a');
    });

    test('the namespace that a kubeconfig chooses is held against the rules, too', async () => {
      const error = await failureOf(open({ deniedNamespaces: ['default'] }).run('pods_get', { name: 'x', cluster }));
      expect(error).toMatchObject(refused(cluster, 'denied_namespaces "default"'));
    });

    test.each([
      ['a list', '/api/v1/namespaces/shop/pods', {}],
      ['one object', '/api/v1/namespaces/shop/configmaps/settings', {}],
      ['the namespace itself', '/api/v1/namespaces/shop', {}],
      ['its status', '/api/v1/namespaces/shop/status', {}],
      ['a log', '/api/v1/namespaces/shop/pods/web/log', {}],
      ['a watch of the old way', '/api/v1/watch/namespaces/shop/pods', {}],
      ['a watch', '/api/v1/namespaces/shop/pods', { query: { watch: 'true' } }],
      ['a stream', '/api/v1/namespaces/shop/pods', { way: 'stream' }],
      ['another group', '/apis/apps/v1/namespaces/shop/deployments', {}],
      ['a custom kind', '/apis/example.com/v1/namespaces/shop/widgets', {}],
      ['events', '/apis/events.k8s.io/v1/namespaces/shop/events', {}],
    ])('%s of a denied namespace stays closed', async (_what, path, more) => {
      expect(await failureOf(raw(open({ deniedNamespaces: ['shop'] }), path, more))).toMatchObject(
        refused(cluster, 'denied_namespaces "shop"'),
      );
      await raw(open({ deniedNamespaces: ['other'] }), '/api/v1/namespaces/shop/configmaps/settings');
    });

    test.each(['/api/v1/pods', '/api/v1/watch/pods', '/apis/example.com/v1/widgets', '/apis/apps/v1/deployments/'])(
      '%s reaches every namespace',
      async (path) => {
        const fleet = open({ allowedNamespaces: ['team-a'] });
        const error = await failureOf(raw(fleet, path, { query: { fieldSelector: 'metadata.namespace=team-a' } }));
        expect(error).toMatchObject(refused(cluster, 'allowed_namespaces'));
      },
    );

    test.each(['logs/', 'stats/summary', 'pods', 'metrics'])('the kubelet (%s) tells of every namespace', async (path) => {
      const error = await failureOf(raw(open({ deniedNamespaces: ['shop'] }), `/api/v1/nodes/${cluster}-node-0/proxy/${path}`));
      expect(error).toMatchObject({ code: 'OPERATION_NOT_ALLOWED', cluster });
    });

    test('what is in no namespace can be read', async () => {
      const fleet = open({ allowedNamespaces: ['team-a'] });
      await fleet.run('namespaces_list', { cluster });
      await fleet.run('resources_list', { apiVersion: 'v1', kind: 'Node', cluster });
      await raw(fleet, '/apis/apiextensions.k8s.io/v1/customresourcedefinitions');
      await fleet.call({ operation: 'version', input: { cluster } });
      await fleet.run('resources_list', { apiVersion: 'example.com/v1', kind: 'Widget', namespace: 'team-a', cluster });
    });

    test('whoever may use some namespaces only changes nothing that belongs to none', async () => {
      const fleet = open({ allowedNamespaces: ['team-a', '/new-.*/'] });
      const node = `/api/v1/nodes/${cluster}-node-0`;
      expect(await failureOf(change(fleet, 'raw_destructive', 'DELETE', node))).toMatchObject(refused(cluster, 'allowed_namespaces'));
      expect(await failureOf(fleet.run('nodes_cordon', { name: `${cluster}-node-0`, cluster }))).toMatchObject(
        refused(cluster, 'allowed_namespaces'),
      );
      expect(await failureOf(change(fleet, 'raw_destructive', 'DELETE', '/api/v1/namespaces/shop'))).toMatchObject(
        refused(cluster, 'allowed_namespaces'),
      );
      await local.cluster(cluster).adminClient.request('GET', node);
    });

    test('a new namespace is named in its body, which is read', async () => {
      const fleet = open({ allowedNamespaces: ['/new-.*/'] });
      const object = (metadata: object) => ({ apiVersion: 'v1', kind: 'Namespace', metadata });
      const create = (body: unknown) => change(fleet, 'raw_write', 'POST', '/api/v1/namespaces', body);
      for (const body of [
        object({ name: 'shop-2' }),
        object({ generateName: 'new-' }),
        JSON.stringify(object({ name: 'shop-2' })),
        'apiVersion: v1\nkind: Namespace\nmetadata: { name: new-yaml }',
      ]) {
        expect(await failureOf(create(body))).toMatchObject({ code: 'OPERATION_NOT_ALLOWED', cluster });
      }
      await create(object({ name: `new-${cluster}` }));
      await local.cluster(cluster).adminClient.request('DELETE', `/api/v1/namespaces/new-${cluster}`);
      const open_ = open({ deniedNamespaces: ['shop-3'] });
      expect(await failureOf(change(open_, 'raw_write', 'POST', '/api/v1/namespaces', 'metadata: { name: shop-3 }'))).toMatchObject({
        code: 'OPERATION_NOT_ALLOWED',
      });
    });

    test('with denied namespaces only, what belongs to none can be changed', async () => {
      const fleet = open({ deniedNamespaces: ['shop'] });
      await fleet.run('nodes_cordon', { name: `${cluster}-node-1`, cluster });
      await fleet.run('nodes_uncordon', { name: `${cluster}-node-1`, cluster });
    });

    test('several rules add up: a namespace must fit each list of allowed ones and none of denied ones', async () => {
      const rules = [{ clusters: [cluster], allowedNamespaces: ['shop', 'team-a'] }];
      const fleet = open({ allowedNamespaces: ['/.*/'], deniedNamespaces: ['shop'], access: { rules } });
      await fleet.run('pods_list_in_namespace', { namespace: 'team-a', cluster });
      expect(await failureOf(fleet.run('pods_list_in_namespace', { namespace: 'shop', cluster }))).toMatchObject(
        refused(cluster, 'denied_namespaces "shop"'),
      );
      expect(await failureOf(fleet.run('pods_list_in_namespace', { namespace: 'default', cluster }))).toMatchObject(
        refused(cluster, 'access.rules[0].allowed_namespaces'),
      );
    });

    test('an empty list of allowed namespaces allows none, an empty list of denied ones denies none', async () => {
      expect(await failureOf(open({ allowedNamespaces: [] }).run('pods_list_in_namespace', { namespace: 'shop', cluster }))).toMatchObject(
        refused(cluster, 'allowed_namespaces'),
      );
      expect(await open({ deniedNamespaces: [] }).run('pods_list', { cluster })).toMatchObject({ cluster });
    });

    test('a manifest for a closed namespace is refused before its first object is written', async () => {
      const resource = ['team-a', 'shop']
        .map((namespace) => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: before-a-denied-namespace, namespace: ${namespace} }`)
        .join('\n---\n');
      const error = await failureOf(open({ deniedNamespaces: ['shop'] }).run('resources_create_or_update', { resource, cluster }));
      expect(error).toMatchObject({ code: 'OPERATION_NOT_ALLOWED', cluster });
      const maps = await local.cluster(cluster).adminClient.request('GET', '/api/v1/namespaces/team-a/configmaps');
      expect(maps.text).not.toContain('before-a-denied-namespace');
    });
  });

  test.each([
    [{ deniedNamespaces: ['Shop'] }, 'deniedNamespaces[0]'],
    [{ allowedNamespaces: ['/(/'] }, 'allowedNamespaces[0]'],
    [{ deniedKinds: ['Secrt'] }, 'deniedKinds[0]'],
    [{ access: { rules: [{ clusters: ['a'] }] } }, 'access.rules[0]'],
    [{ access: { rules: [{ clusters: ['['], deniedKinds: ['Secret'] }] } }, 'access.rules[0].clusters[0]'],
    [{ access: { rules: [{ deniedKind: ['Secret'] }] } }, 'access.rules[0].deniedKind'],
    [{ deny: ['pods_delet'] }, 'deny'],
    [{ allow: ['pods_lst'] }, 'allow'],
    [{ reveal: [{ operations: ['pods_list'] }] }, 'reveal'],
    [{ auditRequired: true }, 'auditRequired'],
  ])('%j is an error at start', (config, key) => {
    const start = (): Fleet => createFleet(config as FleetConfigInput);
    expect(start).toThrow(
      expect.objectContaining({
        code: 'CONFIG_INVALID',
        details: expect.objectContaining({ problems: expect.arrayContaining([expect.objectContaining({ key })]) as unknown }) as unknown,
      }),
    );
  });
});
