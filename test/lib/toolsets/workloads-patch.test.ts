import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFleet, type Fleet } from '../../../src/index.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { deployment } from '../../support/deployment.js';
import { failureOf } from '../../support/failure.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';
import { ownNamespace } from '../../support/own-namespace.js';

const namespace = 'workloads-patch';
const core = `/api/v1/namespaces/${namespace}`;
const apps = `/apis/apps/v1/namespaces/${namespace}`;

await describeWithFleet('resources_patch', () => {
  let local: LocalFleet;
  let fleet: Fleet;
  let removeNamespace: () => Promise<void>;
  beforeAll(async () => {
    local = await sharedFleet();
    fleet = createFleet({ kubeconfigDir: local.kubeconfigDirectory, toolsets: ['workloads'] });
    removeNamespace = await ownNamespace(local, namespace);
    const widget = { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'w' }, spec: { size: 1, colour: 'green' } };
    await Promise.all(
      local.clusters.flatMap(({ adminClient }) => [
        adminClient.request('POST', `${apps}/deployments`, deployment('app', 1)),
        adminClient.request('POST', `/apis/example.com/v1/namespaces/${namespace}/widgets`, widget),
        adminClient.request('POST', `${core}/configmaps`, { metadata: { name: 'map' }, data: { a: '1' } }),
        adminClient.request('POST', `${core}/secrets`, {
          metadata: { name: 'secret' },
          stringData: { word: 'canary-one', kept: 'canary-kept' },
        }),
      ]),
    );
  });
  afterAll(async () => {
    await removeNamespace();
    await fleet.close();
    await local.close();
  });

  describe.each(['legacy', 'current'])('on %s', (cluster) => {
    const read = async (path: string): Promise<unknown> => (await local.cluster(cluster).adminClient.request('GET', path)).json();
    const app = { cluster, apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: 'app' } as const;
    const map = { cluster, apiVersion: 'v1', kind: 'ConfigMap', namespace, name: 'map' } as const;
    const widget = { cluster, apiVersion: 'example.com/v1', kind: 'Widget', namespace, name: 'w' } as const;

    test('a strategic patch changes one container and leaves the others', async () => {
      const patch = { spec: { template: { spec: { containers: [{ name: 'side', image: 'example.test/side:1' }] } } } };
      const first = await fleet.run('resources_patch', { ...app, patch });
      expect(first).toMatchObject({ cluster, kind: 'Deployment', namespace, name: 'app', changed: true, dry_run: false });
      expect(await read(`${apps}/deployments/app`)).toMatchObject({
        spec: { template: { spec: { containers: [{ name: 'side' }, { name: 'main' }] } } },
      });
      const change = { spec: { template: { spec: { containers: [{ name: 'side', image: 'example.test/side:2' }] } } } };
      const second = await fleet.run('resources_patch', { ...app, patch: change, diff: true, wait_for: 'ready', timeout: '20s' });
      expect(second).toMatchObject({
        changes: expect.arrayContaining(['spec.template.spec.containers[0].image']),
        state: '1 of 1 pods available',
      });
      expect(second.diff).toMatch(/-\s+- image: example.test\/side:1\n\+\s+- image: example.test\/side:2/);
      expect(await fleet.run('resources_patch', { ...app, patch: change })).toMatchObject({ changed: false, changes: [] });
    });

    test('a dry run changes nothing', async () => {
      const result = await fleet.call({ operation: 'resources_patch', input: { ...map, patch: { data: { a: '2' } }, dry_run: true } });
      expect(result.output).toMatchObject({ changed: true, dry_run: true, changes: ['data.a'] });
      expect(result.text()).toBe(`${cluster}: ConfigMap ${namespace}/map would change (dry run, nothing was done)\npaths: data.a`);
      expect(await read(`${core}/configmaps/map`)).toMatchObject({ data: { a: '1' } });
    });

    test('steps of a JSON patch, and what to do when one does not fit', async () => {
      const patch = [
        { op: 'test', path: '/data/a', value: '1' },
        { op: 'add', path: '/metadata/labels', value: { 'example.com/b': '2' } },
      ];
      expect(await fleet.run('resources_patch', { ...map, patch })).toMatchObject({ changes: ['metadata.labels'] });
      const error = await failureOf(fleet.run('resources_patch', { ...map, patch: [{ op: 'remove', path: '/data/zzz' }] }));
      expect(error).toMatchObject({ cluster, message: expect.stringContaining('A path is not in the object, or a test failed') as string });
      expect(
        await fleet.run('resources_patch', { ...map, patch: [{ op: 'remove', path: '/metadata/labels/example.com~1b' }] }),
      ).toMatchObject({
        changed: true,
      });
    });

    test('custom kinds are merged; a strategic patch of them is refused with the way out', async () => {
      expect(await fleet.run('resources_patch', { ...widget, patch: { spec: { size: 2 } } })).toMatchObject({ changes: ['spec.size'] });
      const error = await failureOf(fleet.run('resources_patch', { ...widget, patch: { spec: { size: 3 } }, type: 'strategic' }));
      expect(error).toMatchObject({ code: 'INPUT_INVALID', cluster, hint: expect.stringContaining('type=merge') as string });
      expect(await read(`/apis/example.com/v1/namespaces/${namespace}/widgets/w`)).toMatchObject({ spec: { size: 2, colour: 'green' } });
    });

    test.each([
      ['merge', { spec: { siz: 5, size: 9 } }],
      ['json', [{ op: 'add', path: '/spec/siz', value: 5 }]],
    ] as const)('an unknown field of a %s patch is refused, and nothing of the patch is done', async (type, patch) => {
      const error = await failureOf(fleet.run('resources_patch', { ...widget, patch: JSON.parse(JSON.stringify(patch)) as [], type }));
      expect(error).toMatchObject({ code: 'INVALID_OBJECT', cluster });
      expect(error.message).toContain('siz');
      expect(await read(`/apis/example.com/v1/namespaces/${namespace}/widgets/w`)).toMatchObject({ spec: { colour: 'green' } });
      expect(await read(`/apis/example.com/v1/namespaces/${namespace}/widgets/w`)).not.toMatchObject({ spec: { size: 9 } });
    });

    test('an unknown field of a built-in kind too, in a dry run as well', async () => {
      for (const dryRun of [true, false]) {
        const error = await failureOf(fleet.run('resources_patch', { ...app, patch: { spec: { replica: 5 } }, dry_run: dryRun }));
        expect(error).toMatchObject({ code: 'INVALID_OBJECT', cluster, message: expect.stringContaining('replica') as string });
      }
    });

    test('a patch for another state of the object is a conflict', async () => {
      const { metadata } = (await read(`${core}/configmaps/map`)) as { metadata: { resourceVersion: string } };
      const error = await failureOf(fleet.run('resources_patch', { ...map, patch: { data: { x: '1' } }, resource_version: '1' }));
      expect(error).toMatchObject({ code: 'CONFLICT', cluster, details: { resourceVersion: metadata.resourceVersion } });
      for (const [type, patch] of [
        ['merge', { data: { x: '1' } }],
        ['json', [{ op: 'remove', path: '/data/x' }]],
      ] as const) {
        const now = (await read(`${core}/configmaps/map`)) as { metadata: { resourceVersion: string } };
        const input = { ...map, type, patch: JSON.parse(JSON.stringify(patch)) as [], resource_version: now.metadata.resourceVersion };
        expect(await fleet.run('resources_patch', input)).toMatchObject({ changes: ['data.x'] });
      }
    });

    test('status and scale are patched where they are', async () => {
      const scaled = await fleet.run('resources_patch', { ...app, patch: { spec: { replicas: 2 } }, type: 'merge', subresource: 'scale' });
      expect(scaled).toMatchObject({ kind: 'Deployment', changes: ['spec.replicas'] });
      expect(await read(`${apps}/deployments/app`)).toMatchObject({ spec: { replicas: 2 } });
      const condition = { type: 'example.com/Checked', status: 'True', reason: 'Test', message: '' };
      const patch = { status: { conditions: [condition] } };
      const refused = await failureOf(fleet.run('resources_patch', { ...app, patch }));
      expect(refused).toMatchObject({ code: 'INPUT_INVALID', message: expect.stringContaining('pass subresource=status') as string });
      const stated = await fleet.run('resources_patch', { ...app, patch, subresource: 'status', diff: true });
      expect(stated.diff).toContain('example.com/Checked');
    });

    test('an apply patch minds other managers', async () => {
      const patch = { data: { a: 'mine' } };
      const error = await failureOf(fleet.run('resources_patch', { ...map, patch, type: 'apply' }));
      expect(error).toMatchObject({ code: 'CONFLICT', details: { conflicts: [{ field: '.data.a' }] } });
      expect(await fleet.run('resources_patch', { ...map, patch, type: 'apply', force: true })).toMatchObject({ changes: ['data.a'] });
      await fleet.run('resources_patch', { ...map, patch: { data: { a: '1' } } });
    });

    test('the values of a Secret are in no answer', async () => {
      const secret = { cluster, apiVersion: 'v1', kind: 'Secret', namespace, name: 'secret' };
      const word = Buffer.from('canary-two').toString('base64');
      const call = (patch: unknown) => fleet.call({ operation: 'resources_patch', input: { ...secret, patch, diff: true } });
      const done = await call({ data: { word } });
      expect(done.text()).toContain("+  word: '*** (after)'");
      const refused = await failureOf(call({ data: { word }, unknown: { word, plain: 'canary-three' } }));
      const everything = [done.text(), JSON.stringify(done.output), JSON.stringify(refused), refused.message, String(refused.cause)].join(
        '\n',
      );
      for (const canary of ['canary-one', 'canary-two', 'canary-three', 'canary-kept']) {
        expect(everything).not.toContain(canary);
        expect(everything).not.toContain(Buffer.from(canary).toString('base64'));
      }
    });

    test.each([
      [{ patch: { a: 1 }, type: 'json' }, /a list of steps/],
      [{ patch: [{ op: 'remove', path: '/a' }], type: 'merge' }, /is an object/],
      [{ patch: [{ op: 'delete', path: '/a' }] }, /patch\.0\.op/],
      [{ patch: [{ op: 'remove', path: 'a' }] }, /patch\.0\.path: must be a path/],
      [{ patch: [{ op: 'remove', path: '/a', value: 1 }] }, /patch\.0/],
      [{ patch: { a: 1 }, force: true }, /force is for type=apply only/],
      [{ patch: { a: 1 }, timeout: '5s' }, /timeout is that of wait_for/],
      [{ patch: 'replicas: 3' }, /patch/],
    ])('refuses %j', async (input, message) => {
      const error = await failureOf(fleet.call({ operation: 'resources_patch', input: { ...map, ...input } }));
      expect(error).toMatchObject({ code: 'INPUT_INVALID' });
      expect(error.message).toMatch(message);
    });

    test('an object that is not there is not made', async () => {
      const error = await failureOf(fleet.run('resources_patch', { ...map, name: 'nobody', patch: { data: {} }, type: 'apply' }));
      expect(error).toMatchObject({ code: 'NOT_FOUND', cluster });
    });
  });
});
