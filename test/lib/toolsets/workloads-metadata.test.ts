import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFleet, type Fleet } from '../../../src/index.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { failureOf } from '../../support/failure.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';
import { ownNamespace } from '../../support/own-namespace.js';

const namespace = 'workloads-metadata';
const maps = `/api/v1/namespaces/${namespace}/configmaps`;

await describeWithFleet('resources_label and resources_annotate', () => {
  let local: LocalFleet;
  let fleet: Fleet;
  let removeNamespace: () => Promise<void>;
  beforeAll(async () => {
    local = await sharedFleet();
    fleet = createFleet({ kubeconfigDir: local.kubeconfigDirectory, toolsets: ['workloads'] });
    removeNamespace = await ownNamespace(local, namespace);
  });
  afterAll(async () => {
    await removeNamespace();
    await fleet.close();
    await local.close();
  });

  describe.each([
    ['legacy', 'resources_label', 'labels'],
    ['legacy', 'resources_annotate', 'annotations'],
    ['current', 'resources_label', 'labels'],
    ['current', 'resources_annotate', 'annotations'],
  ] as const)('on %s, %s', (cluster, operation, part) => {
    const map = { cluster, apiVersion: 'v1', kind: 'ConfigMap', namespace, name: part } as const;
    const read = async (): Promise<unknown> => {
      const { adminClient } = local.cluster(cluster);
      return ((await adminClient.request('GET', `${maps}/${part}`)).json() as { metadata: Record<string, unknown> }).metadata[part];
    };
    beforeAll(async () => {
      const metadata = { name: part, [part]: { team: 'red', gone: 'soon' } };
      await local.cluster(cluster).adminClient.request('POST', maps, { apiVersion: 'v1', kind: 'ConfigMap', metadata });
    });

    test('sets and removes at once, and says what differs', async () => {
      const set = { 'example.com/tier': 'front' };
      const tried = await fleet.run(operation, { ...map, set, remove: ['gone'], dry_run: true });
      expect(tried).toMatchObject({ dry_run: true, changed: true });
      expect(await read()).toEqual({ team: 'red', gone: 'soon' });
      const done = await fleet.run(operation, { ...map, set, remove: ['gone', 'never-there'], diff: true });
      expect([...done.changes].sort()).toEqual([`metadata.${part}["example.com/tier"]`, `metadata.${part}.gone`].sort());
      expect(done.diff).toContain('example.com/tier: front');
      expect(await read()).toEqual({ 'team': 'red', 'example.com/tier': 'front' });
      expect(await fleet.run(operation, { ...map, set })).toMatchObject({ changed: false, changes: [] });
    });

    test('another value is replaced only when told to', async () => {
      const error = await failureOf(fleet.run(operation, { ...map, set: { team: 'blue', more: '1' } }));
      expect(error).toMatchObject({ code: 'CONFLICT', cluster, hint: 'Pass overwrite=true to replace them.', details: { keys: ['team'] } });
      expect(await read()).not.toHaveProperty('more');
      expect(await fleet.run(operation, { ...map, set: { team: 'blue' }, overwrite: true })).toMatchObject({ changed: true });
      expect(await read()).toMatchObject({ team: 'blue' });
    });

    test('of several who set a key at the same time one wins, and the others are told', async () => {
      const values = Array.from({ length: 4 }, (_, index) => `writer-${String(index)}`);
      const ends = await Promise.allSettled(values.map((value) => fleet.run(operation, { ...map, set: { 'at-once': value } })));
      const winners = values.filter((_, index) => ends[index]?.status === 'fulfilled');
      expect(winners).toHaveLength(1);
      for (const end of ends)
        if (end.status === 'rejected') expect(end.reason).toMatchObject({ code: 'CONFLICT', details: { keys: ['at-once'] } });
      expect(await read()).toMatchObject({ 'at-once': winners[0] });
    });

    test.each([
      [{}, /at least one key/],
      [{ set: { a: '1' }, remove: ['a'] }, /cannot be set and removed/],
      [{ set: { '': '1' } }, /set/],
      [{ set: { a: 1 } }, /set\.a/],
      [{ set: { 'not a key!': '1' } }, /not a key!/],
    ])('refuses %j', async (input, message) => {
      const error = await failureOf(fleet.call({ operation, input: { ...map, ...input } }));
      expect(['INPUT_INVALID', 'INVALID_OBJECT']).toContain(error.code);
      expect(error.message).toMatch(message);
    });
  });
});
