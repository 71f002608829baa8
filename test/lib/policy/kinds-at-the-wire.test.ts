import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFleet, type Fleet, type FleetConfigInput } from '../../../src/index.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { failureOf } from '../../support/failure.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';
import { ownToolset } from '../../support/own-operations.js';
import { rawDestructive, rawRead, rawWrite } from '../../support/raw-request.js';

const SECRET = 'hunter2-shop';
const METADATA_ONLY = 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io';
const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';

await describeWithFleet('kinds that are closed', () => {
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
  const roundTrips = (): number => local.clusters.reduce((sum, { faults }) => sum + faults.counters().roundTrips, 0);

  describe.each(['legacy', 'current'])('on %s', (cluster) => {
    test.each([
      ['by its kind', { apiVersion: 'v1', kind: 'Secret', name: 'database', namespace: 'shop' }],
      ['by its plural', { apiVersion: 'v1', kind: 'secrets', name: 'database', namespace: 'shop' }],
      ['in another letter case', { apiVersion: 'v1', kind: 'SECRET', name: 'database', namespace: 'shop' }],
    ])('a denied kind cannot be read %s, and no request is sent', async (_how, input) => {
      const fleet = open({ deniedKinds: ['Secret'] });
      await fleet.clusters.start();
      const before = roundTrips();
      for (const operation of ['resources_get', 'resources_list']) {
        const { name: _name, ...all } = input;
        const error = await failureOf(fleet.call({ operation, input: { ...(operation === 'resources_get' ? input : all), cluster } }));
        expect(error).toMatchObject({ code: 'OPERATION_NOT_ALLOWED', cluster, details: { rule: 'denied_kinds "Secret"' } });
        expect(error.message).toContain('Nothing was done');
      }
      expect(roundTrips()).toBe(before);
    });

    test.each([
      ['a list of all namespaces', { path: '/api/v1/secrets' }],
      ['a list', { path: '/api/v1/namespaces/shop/secrets' }],
      ['a slash at the end', { path: '/api/v1/namespaces/shop/secrets/' }],
      ['one object', { path: '/api/v1/namespaces/shop/secrets/database' }],
      ['a table', { path: '/api/v1/namespaces/shop/secrets', accept: TABLE }],
      ['metadata only', { path: '/api/v1/namespaces/shop/secrets', accept: METADATA_ONLY }],
      ['a watch', { path: '/api/v1/secrets', query: { watch: 'true' } }],
      ['a watch of the old way', { path: '/api/v1/watch/namespaces/shop/secrets' }],
      ['a watch of one object', { path: '/api/v1/watch/namespaces/shop/secrets/database' }],
      ['a subresource', { path: '/api/v1/namespaces/shop/secrets/database/status' }],
      ['a stream', { path: '/api/v1/namespaces/shop/secrets', way: 'stream' as const }],
      ['a connection', { path: '/api/v1/namespaces/shop/secrets', way: 'connect' as const }],
    ])('a denied kind stays closed to %s', async (_what, input) => {
      const fleet = open({ deniedKinds: ['v1/secrets'] });
      const error = await failureOf(fleet.call({ operation: 'raw_read', input: { ...input, cluster } }));
      expect(error).toMatchObject({ code: 'OPERATION_NOT_ALLOWED', cluster, details: { rule: 'denied_kinds "v1/secrets"' } });
    });

    test('without the rule the same request is answered', async () => {
      const { output } = await open({}).call({
        operation: 'raw_read',
        input: { path: '/api/v1/namespaces/shop/secrets/database', cluster },
      });
      expect(String(output['text'])).toContain('"database"');
    });

    test.each([
      ['another spelling', '/api/v1/namespaces/shop/%73ecrets'],
      ['a dot segment', '/api/v1/namespaces/shop/pods/../secrets'],
      ['an encoded dot segment', '/api/v1/namespaces/shop/%2e%2e/shop/secrets'],
      ['two slashes', '/api/v1/namespaces/shop//secrets'],
      ['two slashes at the start', '//api/v1/namespaces/shop/secrets'],
      ['an encoded slash', '/api/v1/namespaces/shop%2Fsecrets'],
      ['a query in the path', '/api/v1/namespaces/shop/pods?x=/secrets'],
      ['a back slash', '/api/v1/namespaces/shop\\secrets'],
    ])('%s of a path is refused before it is read', async (_what, path) => {
      const error = await failureOf(open({ deniedKinds: ['Secret'] }).call({ operation: 'raw_read', input: { path, cluster } }));
      expect(error).toMatchObject({ code: 'INPUT_INVALID', cluster });
    });

    test('a manifest with a denied kind is refused as a whole, before its first object is written', async () => {
      const resource = [
        'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: before-a-denied-kind, namespace: shop }',
        'apiVersion: v1\nkind: Secret\nmetadata: { name: denied, namespace: shop }\nstringData: { a: b }',
      ].join('\n---\n');
      const fleet = open({ deniedKinds: ['Secret'] });
      const error = await failureOf(fleet.call({ operation: 'resources_create_or_update', input: { resource, cluster } }));
      expect(error).toMatchObject({ code: 'OPERATION_NOT_ALLOWED', cluster });
      const maps = await local.cluster(cluster).adminClient.request('GET', '/api/v1/namespaces/shop/configmaps');
      expect(maps.text).not.toContain('before-a-denied-kind');
    });

    test.each([
      ['its kind', 'example.com/Widget'],
      ['its plural', 'widgets.example.com'],
      ['its group', '*.example.com'],
    ])('a custom kind is denied by %s', async (_how, pattern) => {
      const fleet = open({ deniedKinds: [pattern] });
      const input = { apiVersion: 'example.com/v1', kind: 'Widget', cluster };
      const error = await failureOf(fleet.call({ operation: 'resources_list', input }));
      expect(error).toMatchObject({ code: 'OPERATION_NOT_ALLOWED', cluster, details: { rule: `denied_kinds "${pattern}"` } });
      expect(
        await failureOf(fleet.call({ operation: 'raw_read', input: { path: '/apis/example.com/v1/widgets/', cluster } })),
      ).toMatchObject({
        code: 'OPERATION_NOT_ALLOWED',
      });
      await fleet.call({ operation: 'pods_list', input: { cluster } });
    });

    test('a kind that cannot be told is refused, not let through', async () => {
      const fleet = open({ deniedKinds: ['Secret'] });
      const input = { path: '/apis/no.example.com/v1/secrets', cluster };
      expect(await failureOf(fleet.call({ operation: 'raw_read', input }))).toMatchObject({ code: 'KIND_UNKNOWN', cluster });
    });

    test('only allowed kinds are reached; questions and discovery stay', async () => {
      const fleet = open({ allowedKinds: ['Pod', 'apps/*'] });
      await fleet.call({ operation: 'pods_list', input: { cluster } });
      await fleet.call({ operation: 'resources_list', input: { apiVersion: 'apps/v1', kind: 'Deployment', cluster } });
      await fleet.call({ operation: 'can_i', input: { verb: 'get', resource: 'Secret', cluster } });
      await fleet.call({ operation: 'version', input: { cluster } });
      await fleet.call({ operation: 'api_resources', input: { cluster } });
      for (const input of [
        { apiVersion: 'v1', kind: 'Secret' },
        { apiVersion: 'batch/v1', kind: 'Job' },
        { apiVersion: 'example.com/v1', kind: 'Widget' },
      ]) {
        expect(await failureOf(fleet.call({ operation: 'resources_list', input: { ...input, cluster } }))).toMatchObject({
          code: 'OPERATION_NOT_ALLOWED',
          details: { rule: 'allowed_kinds' },
        });
      }
      expect(await failureOf(fleet.call({ operation: 'raw_read', input: { path: '/logs/kube-apiserver.log', cluster } }))).toMatchObject({
        code: 'OPERATION_NOT_ALLOWED',
      });
    });

    test('a token of a service account is had only where everything is allowed', async () => {
      const path = '/api/v1/namespaces/shop/serviceaccounts/default/token';
      const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} };
      const input = { method: 'POST', path, body, cluster };
      expect(await failureOf(open({ disableDestructive: true }).call({ operation: 'raw_write', input }))).toMatchObject({
        code: 'OPERATION_NOT_ALLOWED',
      });
      expect(await failureOf(open({}).call({ operation: 'raw_read', input }))).toMatchObject({ code: 'OPERATION_NOT_ALLOWED' });
    });

    test('a connection into a pod is no read, whatever its path ends with', async () => {
      for (const end of ['exec', 'exec/', 'attach/', 'portforward/']) {
        const input = { path: `/api/v1/namespaces/shop/pods/web/${end}`, cluster, way: 'connect' as const };
        expect(await failureOf(open({}).call({ operation: 'raw_read', input }))).toMatchObject({ code: 'OPERATION_NOT_ALLOWED', cluster });
      }
    });
  });

  test('a rule for one environment closes its clusters only', async () => {
    const fleet = open({ environments: { legacy: 'prod' }, access: { rules: [{ environments: ['prod'], deniedKinds: ['Secret'] }] } });
    const input = { apiVersion: 'v1', kind: 'Secret', namespace: 'shop' };
    const error = await failureOf(fleet.run('resources_list', { ...input, cluster: 'legacy' }));
    expect(error).toMatchObject({
      code: 'OPERATION_NOT_ALLOWED',
      cluster: 'legacy',
      details: { rule: 'access.rules[0].denied_kinds "Secret"' },
    });
    expect(await fleet.run('resources_list', { ...input, cluster: 'current' })).toMatchObject({ cluster: 'current' });
  });

  test('a rule for some clusters holds in a run over all of them', async () => {
    const fleet = open({ access: { rules: [{ clusters: ['leg*'], deniedKinds: ['Secret'] }] } });
    const answer = await fleet.run('clusters_exec_all', {
      operation: 'resources_list',
      parameters: { apiVersion: 'v1', kind: 'Secret', namespace: 'shop' },
    });
    expect(answer.failures).toMatchObject([{ cluster: 'legacy', code: 'OPERATION_NOT_ALLOWED' }]);
    expect(JSON.stringify(answer)).toContain('database');
    expect(JSON.stringify(answer)).not.toContain(SECRET);
  });
});
