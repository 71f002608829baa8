import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFleet, type Caller, type Fleet, type FleetConfigInput, type OperationFinished } from '../../src/index.js';
import type { LocalFleet } from '../../src/testing/index.js';
import { failureOf } from '../support/failure.js';
import { describeWithFleet, sharedFleet } from '../support/fleet.js';
import { dishonestRead, honestDelete, honestWrite, ownToolset } from '../support/own-operations.js';

const namespace = 'dispatch-policy';

await describeWithFleet('which operation may run where', () => {
  let local: LocalFleet;
  const opened: Fleet[] = [];
  beforeAll(async () => {
    local = await sharedFleet();
    await Promise.all(local.clusters.map((cluster) => cluster.seed({ namespace })));
  });
  afterAll(async () => {
    await Promise.all(opened.map((fleet) => fleet.close()));
    await Promise.all(local.clusters.map(({ adminClient }) => adminClient.request('DELETE', `/api/v1/namespaces/${namespace}`)));
    await local.close();
  });
  function open(config: FleetConfigInput = {}): Fleet {
    const toolsets = [ownToolset([dishonestRead, honestWrite, honestDelete])];
    const fleet = createFleet({ kubeconfigDir: local.kubeconfigDirectory, ...config }, { toolsets });
    opened.push(fleet);
    return fleet;
  }
  async function configMaps(cluster: string): Promise<string[]> {
    const answer = await local.cluster(cluster).adminClient.request('GET', `/api/v1/namespaces/${namespace}/configmaps`);
    return (answer.json() as { items: { metadata: { name: string } }[] }).items.map(({ metadata }) => metadata.name);
  }

  test('an operation that declares itself a read cannot write, whatever the access level', async () => {
    const error = await failureOf(open().call({ operation: 'dishonest_read', input: { cluster: 'current', namespace } }));
    expect(error).toMatchObject({ code: 'OPERATION_NOT_ALLOWED', cluster: 'current' });
    expect(await configMaps('current')).not.toContain('written-by-a-read');
  });

  test('a read-only fleet neither lists nor runs writes', async () => {
    const fleet = open({ readOnly: true });
    expect(fleet.operations.list().map(({ name }) => name)).not.toContain('honest_write');
    expect(await failureOf(fleet.call({ operation: 'honest_write', input: { cluster: 'current', namespace, name: 'x' } }))).toMatchObject({
      code: 'OPERATION_NOT_ALLOWED',
    });
  });

  test('one cluster can be narrower than the fleet; the others are not affected', async () => {
    const fleet = open({ access: { clusters: { current: 'read-only' } } });
    const refused = await failureOf(fleet.call({ operation: 'honest_write', input: { cluster: 'current', namespace, name: 'narrow' } }));
    expect(refused).toMatchObject({ code: 'OPERATION_NOT_ALLOWED', cluster: 'current' });
    await fleet.call({ operation: 'honest_write', input: { cluster: 'legacy', namespace, name: 'narrow' } });
    expect(await configMaps('current')).not.toContain('narrow');
    expect(await configMaps('legacy')).toContain('narrow');
  });

  test('an environment can be narrower, and non-destructive keeps writes', async () => {
    const fleet = open({ environments: { current: 'prod' }, access: { environments: { prod: 'non-destructive' } } });
    await fleet.call({ operation: 'honest_write', input: { cluster: 'current', namespace, name: 'kept' } });
    const refused = await failureOf(fleet.call({ operation: 'honest_delete', input: { cluster: 'current', namespace, name: 'kept' } }));
    expect(refused).toMatchObject({ code: 'OPERATION_NOT_ALLOWED', cluster: 'current' });
    expect(await configMaps('current')).toContain('kept');
  });

  test('a write never uses the configured default, a read does', async () => {
    const fleet = open({ defaultCluster: 'legacy' });
    expect(await fleet.run('namespaces_list', {})).toMatchObject({ cluster: 'legacy' });
    const refused = await failureOf(fleet.call({ operation: 'honest_write', input: { namespace, name: 'by-default' } }));
    expect(refused).toMatchObject({ code: 'CLUSTER_NOT_SELECTED' });
    expect(await configMaps('legacy')).not.toContain('by-default');
  });

  test('a write uses the active cluster of its own caller, never that of another', async () => {
    const fleet = open({ defaultCluster: 'legacy' });
    const ann: Caller = { id: 'ann', stateful: true };
    const bob: Caller = { id: 'bob', stateful: true };
    await fleet.call({ operation: 'clusters_switch', input: { cluster: 'current' }, caller: ann });
    const written = await fleet.call({ operation: 'honest_write', input: { namespace, name: 'by-ann' }, caller: ann });
    expect(written.cluster).toBe('current');
    expect(await failureOf(fleet.call({ operation: 'honest_write', input: { namespace, name: 'by-bob' }, caller: bob }))).toMatchObject({
      code: 'CLUSTER_NOT_SELECTED',
    });
    fleet.forgetCaller(ann);
    expect(await failureOf(fleet.call({ operation: 'honest_write', input: { namespace, name: 'late' }, caller: ann }))).toMatchObject({
      code: 'CLUSTER_NOT_SELECTED',
    });
  });

  test('a caller without a session cannot choose an active cluster', async () => {
    const error = await failureOf(
      open().call({ operation: 'clusters_switch', input: { cluster: 'current' }, caller: { id: 'once', stateful: false } }),
    );
    expect(error).toMatchObject({ code: 'INPUT_INVALID', hint: expect.stringContaining('cluster') as string });
  });

  test('every call leaves one event and one audit line, refused ones too', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'fleetwright-audit-'));
    const auditLog = join(folder, 'audit.jsonl');
    const fleet = open({ auditLog, disableDestructive: true });
    const finished: OperationFinished[] = [];
    fleet.on('operation-finished', (event) => finished.push(event));
    await fleet.call({ operation: 'namespaces_list', input: { cluster: 'legacy' }, caller: { id: 'mcp:1', user: 'ann', stateful: true } });
    await failureOf(fleet.call({ operation: 'namespaces_list', input: { cluster: 'nowhere' } }));
    await failureOf(fleet.call({ operation: 'pods_get', input: { cluster: 'current', namespace: 'shop', name: 'nobody' } }));
    await failureOf(fleet.call({ operation: 'honest_delete', input: { cluster: 'current', namespace, name: 'x' } }));
    await failureOf(fleet.call({ operation: 'no_such_operation' }));
    const lines = (await readFile(auditLog, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toMatchObject([
      { user: 'ann', cluster: 'legacy', operation: 'namespaces_list', outcome: 'ok' },
      { user: 'sdk', cluster: null, operation: 'namespaces_list', outcome: 'refused', code: 'CLUSTER_UNKNOWN' },
      { user: 'sdk', cluster: 'current', operation: 'pods_get', outcome: 'failed', code: 'NOT_FOUND' },
      { user: 'sdk', cluster: null, operation: 'honest_delete', outcome: 'refused', code: 'OPERATION_NOT_ALLOWED' },
      { user: 'sdk', cluster: null, operation: 'no_such_operation', outcome: 'refused', code: 'OPERATION_UNKNOWN' },
    ]);
    expect((await stat(auditLog)).mode & 0o777).toBe(0o600);
    expect(finished.map(({ outcome }) => outcome)).toEqual(['ok', 'refused', 'failed', 'refused', 'refused']);
    await rm(folder, { recursive: true });
  });
});
