import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createFleet, defineOperation, type CallLimits, type CallResult, type Fleet } from '../../src/index.js';
import type { LocalFleet } from '../../src/testing/index.js';
import { failureOf } from '../support/failure.js';
import { describeWithFleet, sharedFleet } from '../support/fleet.js';
import { honestDelete, honestWrite, ownToolset } from '../support/own-operations.js';

const namespace = 'call-limits';

/** Declares itself a write, and deletes. */
const deletingWrite = defineOperation({ ...honestDelete, name: 'deleting_write', effect: 'write' });

await describeWithFleet('the limits of one call', () => {
  let local: LocalFleet;
  let fleet: Fleet;
  beforeAll(async () => {
    local = await sharedFleet();
    await Promise.all(local.clusters.map((cluster) => cluster.seed({ namespace })));
    const toolsets = [ownToolset([honestWrite, deletingWrite])];
    fleet = createFleet({ kubeconfigDir: local.kubeconfigDirectory, clusterAliases: { old: 'legacy', new: 'current' } }, { toolsets });
  });
  afterAll(async () => {
    await fleet.close();
    await Promise.all(local.clusters.map(({ adminClient }) => adminClient.request('DELETE', `/api/v1/namespaces/${namespace}`)));
    await local.close();
  });

  function call(limits: CallLimits, operation: string, input: Record<string, unknown> = {}): Promise<CallResult> {
    return fleet.call({ operation, input, limits, caller: { id: 'limited', stateful: true } });
  }
  async function configMaps(cluster: string): Promise<string> {
    return (await local.cluster(cluster).adminClient.request('GET', `/api/v1/namespaces/${namespace}/configmaps`)).text;
  }

  test('access: what is listed and what runs; nothing is done', async () => {
    const limits = { access: 'read-only' } as const;
    expect(fleet.operations.list(limits).every(({ effect }) => effect === 'read')).toBe(true);
    expect(fleet.operations.list().map(({ name }) => name)).toContain('honest_write');
    // Refused before the input is looked at: no cluster is named here.
    const refused = await failureOf(call(limits, 'honest_write', { namespace, name: 'refused' }));
    expect(refused).toMatchObject({ code: 'OPERATION_NOT_ALLOWED', message: expect.stringContaining('read-only') });
    expect(await configMaps('current')).not.toContain('refused');
    await call({ access: 'non-destructive' }, 'honest_write', { namespace, name: 'written', cluster: 'current' });
    expect(await configMaps('current')).toContain('written');
  });

  test('access holds at the wire: a write may not delete under non-destructive', async () => {
    const input = { namespace, name: 'written', cluster: 'current' };
    expect(await failureOf(call({ access: 'non-destructive' }, 'deleting_write', input))).toMatchObject({ code: 'OPERATION_NOT_ALLOWED' });
    expect(await configMaps('current')).toContain('written');
  });

  test('toolsets: also for the operations that an operation runs in turn', async () => {
    const limits = { toolsets: ['clusters'] };
    expect(new Set(fleet.operations.list(limits).map(({ name }) => fleet.operations.toolsetOf(name)))).toEqual(new Set(['clusters']));
    expect(await failureOf(call(limits, 'pods_list', { cluster: 'current' }))).toMatchObject({ code: 'OPERATION_NOT_ALLOWED' });
    const { output } = await call(limits, 'clusters_exec_all', { operation: 'pods_list' });
    expect(output).toMatchObject({ rows: [], coverage: { matched: 2, denied: 2 } });
    expect(fleet.operations.list({ toolsets: [] })).toEqual([]);
  });

  test.each([
    ['a list of names', ['legacy']],
    ['a list of aliases', ['old']],
    ['a selector', 'not current'],
  ])('clusters by %s: the others are not there', async (_kind, clusters) => {
    const limits = { clusters };
    expect((await call(limits, 'clusters_list', { show_details: true })).output).toMatchObject({
      clusters: [{ name: 'legacy' }],
      total: 1,
    });
    expect((await call(limits, 'clusters_status')).output).toMatchObject({
      clusters: [{ cluster: 'legacy' }],
      coverage: { matched: 1, ok: 1 },
    });
    expect((await call(limits, 'clusters_exec_all', { operation: 'namespaces_list' })).output).toMatchObject({
      coverage: { matched: 1, ok: 1 },
    });
    expect((await call(limits, 'clusters_exec_all', { operation: 'namespaces_list', clusters: 'c*' })).output).toMatchObject({
      coverage: { matched: 0 },
    });
    expect((await call(limits, 'pods_list', { cluster: 'old' })).cluster).toBe('legacy');
    for (const operation of fleet.operations.list({ ...limits, toolsets: ['clusters', 'config'] }).map(({ name }) => name)) {
      if (['clusters_exec_all', 'clusters_switch'].includes(operation)) continue;
      expect(JSON.stringify((await call(limits, operation)).output)).not.toContain('current');
    }
  });

  test.each([
    ['pods_list', { cluster: 'current' }],
    ['pods_list', { cluster: 'new' }],
    ['honest_write', { cluster: 'current', namespace, name: 'outside' }],
    ['clusters_switch', { cluster: 'current' }],
    ['clusters_status', { cluster: 'current' }],
    ['clusters_status', { clusters: 'legacy,current' }],
    ['clusters_exec_all', { operation: 'pods_list', clusters: 'current' }],
    ['configuration_view', { cluster: 'current' }],
  ])('%s of a cluster outside is refused as if there were none: %j', async (operation, input) => {
    const limits = { clusters: ['legacy'] };
    const error = await failureOf(call(limits, operation, input));
    expect(error).toMatchObject({ code: 'CLUSTER_UNKNOWN', message: expect.stringContaining('This caller may use: legacy.') });
    expect(await configMaps('current')).not.toContain('outside');
    // The very same words, but for the name that was asked for.
    const swap = (value: unknown): unknown => JSON.parse(JSON.stringify(value).replaceAll(/\b(current|new)\b/g, 'no-such-thing'));
    const absent = await failureOf(call(limits, operation, z.record(z.string(), z.unknown()).parse(swap(input))));
    expect(swap(absent)).toEqual(swap(error));
  });

  test('an unknown cluster: only the usable ones are named', async () => {
    const error = await failureOf(call({ clusters: ['legacy'] }, 'pods_list', { cluster: 'legcy' }));
    expect(error.code).toBe('CLUSTER_UNKNOWN');
    expect(error.message).toMatch(
      /^There is no cluster "legcy"\. Did you mean .*legacy.*\? This caller may use: legacy\. Nothing was done\.$/,
    );
    expect(JSON.stringify(error)).not.toContain('current');
  });

  test('no cluster named: the only usable one serves reads, not writes; an active one outside serves nothing', async () => {
    const limits = { clusters: ['legacy'] };
    expect((await call(limits, 'namespaces_list')).cluster).toBe('legacy');
    const input = { namespace, name: 'unnamed' };
    const unnamed = await failureOf(call(limits, 'honest_write', input));
    expect(unnamed).toMatchObject({ code: 'CLUSTER_NOT_SELECTED' });
    expect(unnamed.message).not.toContain('current');
    await call({}, 'clusters_switch', { cluster: 'current' });
    expect(await failureOf(call(limits, 'namespaces_list'))).toMatchObject({ code: 'CLUSTER_UNKNOWN' });
    await call(limits, 'clusters_switch', { cluster: 'legacy' });
    expect((await call(limits, 'honest_write', input)).cluster).toBe('legacy');
    fleet.forgetCaller({ id: 'limited', stateful: true });
  });

  test('no cluster allowed: nothing is reached', async () => {
    expect((await call({ clusters: [] }, 'clusters_list')).output).toMatchObject({ total: 0 });
    expect(await failureOf(call({ clusters: [] }, 'pods_list', { cluster: 'legacy' }))).toMatchObject({ code: 'CLUSTER_UNKNOWN' });
    expect(await failureOf(call({ clusters: [] }, 'pods_list'))).toMatchObject({ code: 'CLUSTER_NOT_SELECTED' });
  });

  test.each([
    ['a name that is not there', 'legcy'],
    ['an exclusion of what is not there: it would take nothing away', 'not legcy'],
    ['a label that no cluster has', 'label.team=shop'],
  ])('%s allows no cluster', async (_what, clusters) => {
    expect(await failureOf(call({ clusters }, 'pods_list', { cluster: 'legacy' }))).toMatchObject({ code: 'CLUSTER_UNKNOWN' });
    expect((await call({ clusters }, 'clusters_list')).output).toMatchObject({ total: 0 });
  });

  test('a name that is not there takes nothing from those beside it', async () => {
    expect((await call({ clusters: 'legcy or legacy' }, 'clusters_list')).output).toMatchObject({ clusters: [{ name: 'legacy' }] });
  });

  test('a selector chooses within the limits', async () => {
    const chosen = async (limits: CallLimits, clusters: string): Promise<unknown> =>
      (await call(limits, 'clusters_list', { clusters })).output['clusters'];
    expect(await chosen({}, 'c*')).toMatchObject([{ name: 'current' }]);
    expect(await chosen({ clusters: ['legacy'] }, '*')).toMatchObject([{ name: 'legacy' }]);
    expect(await chosen({ clusters: ['legacy'] }, 'c*')).toEqual([]);
    expect(await chosen({ clusters: ['legacy'] }, 'not legacy')).toEqual([]);
    expect(await failureOf(chosen({ clusters: ['legacy'] }, 'legacy or current'))).toMatchObject({ code: 'CLUSTER_UNKNOWN' });
    expect(await failureOf(chosen({ clusters: ['legacy'] }, 'legacy)or(current'))).toMatchObject({ code: 'SELECTOR_INVALID' });
  });

  test('a limit by health is held against the health of now', async () => {
    const fresh = createFleet({ kubeconfigDir: local.kubeconfigDirectory });
    const ready = async (): Promise<unknown> => (await fresh.run('clusters_list', {}, { limits: { clusters: 'health=ready' } })).total;
    expect(await ready()).toBe(0);
    await fresh.run('clusters_status', {});
    expect(await ready()).toBe(2);
    await fresh.close();
  });
});
