import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFleet, type Fleet } from '../../../src/index.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { failureOf } from '../../support/failure.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';
import { ownNamespace } from '../../support/own-namespace.js';

const namespace = 'watched';

await describeWithFleet('resources_watch', () => {
  let local: LocalFleet;
  let fleet: Fleet;
  let removeNamespace: () => Promise<void>;
  beforeAll(async () => {
    local = await sharedFleet();
    fleet = createFleet({ kubeconfigDir: local.kubeconfigDirectory, toolsets: ['inspect'] });
    removeNamespace = await ownNamespace(local, namespace);
  });
  afterAll(async () => {
    await removeNamespace();
    await fleet.close();
    await local.close();
  });

  describe.each(['legacy', 'current'])('on %s', (cluster) => {
    const input = { cluster, apiVersion: 'v1', kind: 'ConfigMap', namespace } as const;
    const path = `/api/v1/namespaces/${namespace}/configmaps`;
    const config = (name: string, colour: string) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, labels: { app: 'w' } },
      data: { colour },
    });

    test('tells each change with its values, as progress too, and ends at max_changes', async () => {
      const { adminClient } = local.cluster(cluster);
      await adminClient.request('POST', path, config('one', 'green'));
      const messages: string[] = [];
      const call = fleet.call({
        operation: 'resources_watch',
        input: { ...input, labelSelector: 'app=w', duration: '60s', max_changes: 4 },
        onProgress: ({ message }) => messages.push(message ?? ''),
      });
      // The watch has begun when it tells the first of a row of changes.
      for (let round = 0; messages.length === 0; round += 1)
        await adminClient.request('PATCH', `${path}/one`, { data: { colour: `blue-${String(round)}` } });
      await adminClient.request('POST', path, config('two', 'red'));
      await adminClient.request('DELETE', `${path}/two`);
      await adminClient.request('DELETE', `${path}/one`);
      const result = await call;
      expect(result.output).toMatchObject({ kind: 'ConfigMap', ended: 'max_changes' });
      expect(messages.length).toBeGreaterThan(0);
      expect(messages[0]).toMatch(/modified watched\/one \(it exists\): data\.colour: \S+ → blue-\d+$/);
      expect(result.text()).toMatch(new RegExp(`^${cluster}: 4 changes of ConfigMap in [\\d.]+m?s, ended by max_changes\\n`));
    });

    test('added and deleted are told as such, and the time ends it', async () => {
      const { adminClient } = local.cluster(cluster);
      const state = { begun: false };
      const call = fleet.run(
        'resources_watch',
        { ...input, fieldSelector: 'metadata.name=three', duration: '3s' },
        { onProgress: () => (state.begun = true) },
      );
      const comeAndGo = async () => {
        await adminClient.request('POST', path, config('three', 'red'));
        await adminClient.request('DELETE', `${path}/three`);
      };
      while (!state.begun) await comeAndGo();
      // The first change it told may be a deletion: once more, wholly under its eyes.
      await comeAndGo();
      const { changes, ended, seconds } = await call;
      expect(ended).toBe('duration');
      expect(seconds).toBeGreaterThanOrEqual(2.9);
      expect(new Set(changes.map(({ type }) => type))).toEqual(new Set(['added', 'deleted']));
      expect(changes.every(({ name }) => name === 'three')).toBe(true);
    });

    test('the value of a Secret shows as changed and as nothing else', async () => {
      const { adminClient } = local.cluster(cluster);
      const secrets = `/api/v1/namespaces/${namespace}/secrets`;
      await adminClient.request('POST', secrets, {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'login' },
        stringData: { password: 'hunter2-0' },
      });
      let told = '';
      const call = fleet.call({
        operation: 'resources_watch',
        input: { ...input, kind: 'Secret', fieldSelector: 'metadata.name=login', duration: '30s', max_changes: 2 },
        onProgress: ({ message }) => (told += message ?? ''),
      });
      const state = { done: false };
      void call.finally(() => (state.done = true));
      for (let round = 1; !state.done; round += 1)
        await adminClient.request('PATCH', `${secrets}/login`, { stringData: { password: `hunter2-${String(round)}` } });
      const result = await call;
      expect(result.text()).toMatch(/modified watched\/login .*data\.password: (\[redacted\]|\*\*\*)/);
      expect(told + result.text() + JSON.stringify(result.output)).not.toMatch(/hunter2|aHVudGVyMi/);
    });

    test('ends when its caller goes', async () => {
      const controller = new AbortController();
      const call = failureOf(fleet.run('resources_watch', { ...input, duration: '5m' }, { signal: controller.signal }));
      controller.abort();
      expect(await call).toMatchObject({ code: 'CANCELLED' });
    });

    test.each([
      [{ duration: '0s' }, /duration from 1s to 10m/],
      [{ duration: '1h' }, /duration from 1s to 10m/],
      [{ kind: 'Nothing' }, /serves no kind "Nothing"/],
      [{ labelSelector: '=,=' }, /could not list configmaps.*expected/],
    ])('%j is refused', async (more, reason) => {
      const error = await failureOf(fleet.call({ operation: 'resources_watch', input: { ...input, ...more } }));
      expect(error.message).toMatch(reason);
    });
  });
});
