import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createFleet, defineOperation, type CallLimits, type CallResult, type Fleet } from '../../src/index.js';
import type { LocalFleet } from '../../src/testing/index.js';
import { failureOf } from '../support/failure.js';
import { describeWithFleet, sharedFleet } from '../support/fleet.js';
import { dishonestRead, honestDelete, honestWrite, ownToolset } from '../support/own-operations.js';

const namespace = 'call-grants';

/** Declares itself a write, and deletes. */
const deletingWrite = defineOperation({ ...honestDelete, name: 'deleting_write', effect: 'write' });

/** A read that runs any operation on every cluster it sees: what an escalation would look like. */
const runsAnything = defineOperation({
  name: 'runs_anything',
  title: 'Runs anything',
  description: 'Runs an operation on every cluster, and tells how each ended.',
  scope: 'fleet',
  effect: 'read',
  idempotent: false,
  input: z.object({ operation: z.string(), parameters: z.record(z.string(), z.unknown()) }),
  output: z.object({ ended: z.record(z.string(), z.string()), offered: z.array(z.string()) }),
  handler: async (context, { operation, parameters }) => {
    const ended: Record<string, string> = {};
    // Also those that it does not see.
    for (const name of ['current', 'legacy']) {
      const call = context.call(operation, name, parameters, context.signal);
      ended[name] = await call.then(
        () => 'ok',
        async () => (await failureOf(call)).code,
      );
    }
    return { ended, offered: context.operations.list().map(({ name }) => name) };
  },
});

const VIEWER = { access: 'read-only' } as const;
const LEGACY_ADMIN = { access: 'full', clusters: 'legacy' } as const;
const LEGACY_EDITOR = { access: 'non-destructive', clusters: ['old'] } as const;

await describeWithFleet('grants that add up', () => {
  let local: LocalFleet;
  let fleet: Fleet;
  const auditLog = join(mkdtempSync(join(tmpdir(), 'call-grants-')), 'audit.log');
  beforeAll(async () => {
    local = await sharedFleet();
    await Promise.all(local.clusters.map((cluster) => cluster.seed({ namespace })));
    const own = ownToolset([honestWrite, honestDelete, deletingWrite, dishonestRead, runsAnything]);
    fleet = createFleet({ kubeconfigDir: local.kubeconfigDirectory, clusterAliases: { old: 'legacy' }, auditLog }, { toolsets: [own] });
  });
  afterAll(async () => {
    await fleet.close();
    await Promise.all(local.clusters.map(({ adminClient }) => adminClient.request('DELETE', `/api/v1/namespaces/${namespace}`)));
    await local.close();
  });

  function call(limits: CallLimits, operation: string, input: Record<string, unknown> = {}): Promise<CallResult> {
    return fleet.call({ operation, input, limits, caller: { id: 'granted', user: 'ada', stateful: true } });
  }
  async function outcome(limits: CallLimits, operation: string, input: Record<string, unknown> = {}): Promise<string> {
    const running = call(limits, operation, input);
    return running.then(
      ({ cluster }) => `ok ${cluster ?? ''}`.trim(),
      async () => (await failureOf(running)).code,
    );
  }
  async function configMaps(cluster: string): Promise<string> {
    return (await local.cluster(cluster).adminClient.request('GET', `/api/v1/namespaces/${namespace}/configmaps`)).text;
  }
  const place = (cluster: string, name: string): Record<string, unknown> => ({ cluster, namespace, name });

  test('a viewer of all who is an administrator of some: each effect on its own clusters', async () => {
    const limits: CallLimits = { grants: [VIEWER, LEGACY_ADMIN] };
    expect(await outcome(limits, 'pods_list', { cluster: 'current' })).toBe('ok current');
    expect(await outcome(limits, 'honest_write', place('legacy', 'one'))).toBe('ok legacy');
    expect(await configMaps('legacy')).toContain('"one"');
    expect(await outcome(limits, 'honest_delete', place('old', 'one'))).toBe('ok legacy');
    const refused = await failureOf(call(limits, 'honest_write', place('current', 'one')));
    expect(refused).toMatchObject({
      code: 'OPERATION_NOT_ALLOWED',
      cluster: 'current',
      message: 'honest_write is write; this caller is read-only on cluster current. Nothing was done.',
    });
    expect(await configMaps('current')).not.toContain('"one"');
  });

  test('the level on a cluster is the widest that covers it, at the wire too', async () => {
    await call({}, 'honest_write', place('legacy', 'two'));
    await call({}, 'honest_write', place('current', 'two'));
    const editor: CallLimits = { grants: [{ access: 'non-destructive' }, LEGACY_ADMIN] };
    expect(await outcome(editor, 'deleting_write', place('current', 'two'))).toBe('OPERATION_NOT_ALLOWED');
    expect(await outcome({ grants: [VIEWER, LEGACY_EDITOR] }, 'deleting_write', place('legacy', 'two'))).toBe('OPERATION_NOT_ALLOWED');
    expect(await configMaps('legacy')).toContain('"two"');
    expect(await outcome(editor, 'deleting_write', place('legacy', 'two'))).toBe('ok legacy');
    expect(await configMaps('current')).toContain('"two"');
    // A read stays one, however far its caller may go.
    expect(await outcome(editor, 'dishonest_read', { cluster: 'legacy', namespace })).toBe('OPERATION_NOT_ALLOWED');
  });

  test('an effect, a toolset and a cluster must be allowed by the same grant', async () => {
    const limits: CallLimits = {
      grants: [
        { access: 'full', toolsets: ['own'], clusters: ['legacy'] },
        { access: 'read-only', toolsets: ['core', 'clusters'] },
      ],
    };
    expect(await outcome(limits, 'honest_write', place('current', 'three'))).toBe('OPERATION_NOT_ALLOWED');
    expect(await outcome(limits, 'dishonest_read', { cluster: 'current', namespace })).toBe('OPERATION_NOT_ALLOWED');
    expect(await outcome(limits, 'pods_list', { cluster: 'current' })).toBe('ok current');
    expect(await outcome(limits, 'configuration_view', { cluster: 'legacy' })).toBe('OPERATION_NOT_ALLOWED');
    const { message } = await failureOf(call(limits, 'configuration_view', { cluster: 'legacy' }));
    expect(message).toBe(
      'configuration_view is read and of the toolset config; for that this caller may use: own, core, clusters. Nothing was done.',
    );
    expect(fleet.operations.list(limits).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['honest_delete', 'pods_list', 'clusters_list']),
    );
    expect(new Set(fleet.operations.list(limits).map(({ name }) => fleet.operations.toolsetOf(name)))).toEqual(
      new Set(['own', 'core', 'clusters']),
    );
  });

  test('what stands beside the grants narrows all of them', async () => {
    const limits: CallLimits = { grants: [VIEWER, LEGACY_ADMIN], access: 'non-destructive', clusters: 'legacy', toolsets: ['own'] };
    expect(await outcome(limits, 'honest_write', place('legacy', 'four'))).toBe('ok legacy');
    expect(await outcome(limits, 'honest_delete', place('legacy', 'four'))).toBe('OPERATION_NOT_ALLOWED');
    expect(await outcome(limits, 'deleting_write', place('legacy', 'four'))).toBe('OPERATION_NOT_ALLOWED');
    expect(await outcome(limits, 'pods_list', { cluster: 'legacy' })).toBe('OPERATION_NOT_ALLOWED');
    expect(await outcome(limits, 'honest_write', place('current', 'four'))).toBe('CLUSTER_UNKNOWN');
    expect(fleet.operations.list({ ...limits, toolsets: undefined }).some(({ effect }) => effect === 'destructive')).toBe(false);
  });

  test('who reads some clusters only does not hear of the others', async () => {
    const limits: CallLimits = { grants: [LEGACY_ADMIN, { access: 'read-only', clusters: 'l*' }] };
    for (const name of fleet.operations.list({ ...limits, toolsets: ['clusters', 'config'] }).map(({ name }) => name)) {
      if (name === 'clusters_switch') continue;
      const result = await call(limits, name, name === 'clusters_exec_all' ? { operation: 'namespaces_list' } : {});
      expect(JSON.stringify(result.output)).not.toContain('current');
      expect(result.text()).not.toContain('current');
    }
    const refused = await failureOf(call(limits, 'pods_list', { cluster: 'current' }));
    expect(JSON.stringify(refused).replaceAll('"requested":"current"', '').replace('There is no cluster \\"current\\"', '')).not.toContain(
      'current',
    );
  });

  test('no grant, no operation', async () => {
    expect(fleet.operations.list({ grants: [] })).toEqual([]);
    expect(await failureOf(call({ grants: [] }, 'clusters_list'))).toMatchObject({
      code: 'OPERATION_NOT_ALLOWED',
      message: 'clusters_list: this caller may do nothing here. Nothing was done.',
    });
  });

  test('a grant that cannot be used allows nothing, and takes nothing from the others', async () => {
    const limits: CallLimits = { grants: [{ access: 'full', clusters: 'not gone' }, { access: 'full', clusters: 'gone' }, LEGACY_EDITOR] };
    expect(await outcome(limits, 'honest_write', place('legacy', 'five'))).toBe('ok legacy');
    expect(await outcome(limits, 'honest_delete', place('legacy', 'five'))).toBe('OPERATION_NOT_ALLOWED');
    expect(await outcome(limits, 'pods_list', { cluster: 'current' })).toBe('CLUSTER_UNKNOWN');
  });

  test('an operation that runs others gives them no more than the caller has', async () => {
    const limits: CallLimits = { grants: [VIEWER, LEGACY_ADMIN] };
    await call({}, 'honest_write', place('current', 'six'));
    await call({}, 'honest_write', place('legacy', 'six'));
    const { output } = await call(limits, 'runs_anything', { operation: 'honest_delete', parameters: { namespace, name: 'six' } });
    expect(output['ended']).toEqual({ current: 'OPERATION_NOT_ALLOWED', legacy: 'ok' });
    expect(await configMaps('current')).toContain('"six"');
    expect(await configMaps('legacy')).not.toContain('"six"');
    const viewer = await call({ grants: [VIEWER] }, 'runs_anything', {
      operation: 'honest_delete',
      parameters: { namespace, name: 'six' },
    });
    expect(viewer.output['ended']).toEqual({ current: 'OPERATION_NOT_ALLOWED', legacy: 'OPERATION_NOT_ALLOWED' });
    expect(viewer.output['offered']).not.toContain('honest_delete');
    expect(await outcome(limits, 'clusters_exec_all', { operation: 'honest_delete', parameters: { namespace, name: 'six' } })).toBe(
      'OPERATION_NOT_ALLOWED',
    );
    expect(await configMaps('current')).toContain('"six"');
  });

  test('the active cluster gives no right that the caller has not there', async () => {
    const limits: CallLimits = { grants: [VIEWER, LEGACY_ADMIN] };
    await call(limits, 'clusters_switch', { cluster: 'current' });
    expect(await outcome(limits, 'honest_write', { namespace, name: 'seven' })).toBe('OPERATION_NOT_ALLOWED');
    expect(await outcome({ grants: [LEGACY_ADMIN] }, 'honest_write', { namespace, name: 'seven' })).toBe('CLUSTER_UNKNOWN');
    expect(await configMaps('current')).not.toContain('"seven"');
    expect(await configMaps('legacy')).not.toContain('"seven"');
    fleet.forgetCaller({ id: 'granted', stateful: true });
  });

  test('refusals stand in the audit log', async () => {
    const before = readFileSync(auditLog, 'utf8').length;
    await outcome({ grants: [VIEWER] }, 'honest_delete', place('legacy', 'eight'));
    await outcome({ grants: [VIEWER, LEGACY_ADMIN] }, 'honest_delete', place('current', 'eight'));
    await outcome({ grants: [LEGACY_ADMIN] }, 'pods_list', { cluster: 'current' });
    const lines = readFileSync(auditLog, 'utf8').slice(before).trim().split('\n');
    expect(lines).toHaveLength(3);
    for (const line of lines) expect(line).toMatch(/ada.*refused/);
    expect(lines[1]).toContain('current');
  });
});
