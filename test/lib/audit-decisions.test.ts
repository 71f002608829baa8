import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createFleet, defineOperation, type Fleet, type FleetConfigInput } from '../../src/index.js';
import type { LocalFleet } from '../../src/testing/index.js';
import { failureOf } from '../support/failure.js';
import { describeWithFleet, sharedFleet } from '../support/fleet.js';
import { ownNamespace } from '../support/own-namespace.js';
import { dishonestRead, honestDelete, honestWrite, ownToolset } from '../support/own-operations.js';

const namespace = 'audit-decisions';
type Line = Readonly<Record<string, unknown>>;

await describeWithFleet('what the audit log says', () => {
  let local: LocalFleet;
  let removeNamespace: () => Promise<void>;
  let folder: string;
  let auditLog: string;
  let opened: Fleet[] = [];
  beforeAll(async () => {
    local = await sharedFleet();
    removeNamespace = await ownNamespace(local, namespace);
  });
  afterAll(async () => {
    await removeNamespace();
    await local.close();
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fleetwright-audit-'));
    auditLog = join(folder, 'audit.log');
  });
  afterEach(async () => {
    await Promise.all(opened.map((fleet) => fleet.close()));
    opened = [];
    await rm(folder, { recursive: true });
  });
  let breakLog: () => Promise<void>;
  const writeAndBreak = defineOperation({
    ...honestWrite,
    name: 'write_and_break',
    handler: async (context, input) => {
      const output = await honestWrite.handler(context, input);
      await breakLog();
      return output;
    },
  });
  function open(config: FleetConfigInput = {}): Fleet {
    const toolsets = [ownToolset([honestWrite, honestDelete, dishonestRead, writeAndBreak])];
    const fleet = createFleet({ kubeconfigDir: local.kubeconfigDirectory, auditLog, ...config }, { toolsets });
    opened.push(fleet);
    return fleet;
  }
  const lines = async (): Promise<readonly Line[]> =>
    (await readFile(auditLog, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
  const write = (fleet: Fleet, cluster: string, name: string) =>
    fleet.call({ operation: 'honest_write', input: { cluster, namespace, name } });
  async function exists(cluster: string, name: string): Promise<boolean> {
    const { text } = await local.cluster(cluster).adminClient.request('GET', `/api/v1/namespaces/${namespace}/configmaps`);
    return text.includes(`"${name}"`);
  }

  test('the level that held, and what decided', async () => {
    const fleet = open({
      environments: { current: 'prod' },
      access: { environments: { prod: 'non-destructive' } },
      deny: ['pods_exec'],
      deniedKinds: ['Secret'],
      deniedNamespaces: ['shop'],
    });
    const call = (operation: string, input: object, limits = {}) => fleet.call({ operation, input, limits });
    await call('namespaces_list', { cluster: 'legacy' });
    await call('namespaces_list', { cluster: 'current' });
    await call('namespaces_list', { cluster: 'legacy' }, { access: 'read-only' });
    await call('clusters_list', {});
    await failureOf(call('honest_delete', { cluster: 'current', namespace, name: 'x' }));
    await failureOf(call('honest_delete', { cluster: 'legacy', namespace, name: 'x' }, { access: 'read-only' }));
    await failureOf(call('dishonest_read', { cluster: 'legacy', namespace }));
    await failureOf(call('resources_list', { cluster: 'legacy', apiVersion: 'v1', kind: 'Secret', namespace }));
    await failureOf(call('pods_get', { cluster: 'legacy', namespace: 'shop', name: 'x' }));
    await failureOf(call('pods_exec', { cluster: 'legacy' }));
    expect(await lines()).toMatchObject([
      { outcome: 'ok', access: 'full', decided_by: 'fleet' },
      { outcome: 'ok', access: 'non-destructive', decided_by: 'environment prod' },
      { outcome: 'ok', access: 'read-only', decided_by: 'caller' },
      { outcome: 'ok', access: 'full', decided_by: 'fleet' },
      { outcome: 'refused', access: 'non-destructive', decided_by: 'non-destructive (environment prod)' },
      { outcome: 'refused', decided_by: 'caller' },
      { outcome: 'refused', access: 'full', decided_by: 'a read operation only reads' },
      { outcome: 'refused', decided_by: 'denied_kinds "Secret"' },
      { outcome: 'refused', decided_by: 'denied_namespaces "shop"' },
      { outcome: 'refused', decided_by: 'deny list' },
    ]);
  });

  test('equal inputs have equal digests, whatever the order of their keys; secrets make no difference', async () => {
    const fleet = open();
    const secret = (value: string): string =>
      `apiVersion: v1\nkind: Secret\nmetadata: { name: digest }\ntype: Opaque\nstringData:\n  password: ${value}\n`;
    await fleet.call({ operation: 'pods_list_in_namespace', input: { cluster: 'legacy', namespace } });
    await fleet.call({ operation: 'pods_list_in_namespace', input: { namespace, cluster: 'legacy' } });
    await fleet.call({ operation: 'pods_list_in_namespace', input: { namespace: 'team-a', cluster: 'legacy' } });
    for (const value of ['one-secret-value', 'another-secret-value']) {
      await failureOf(fleet.call({ operation: 'resources_create_or_update', input: { resource: secret(value), cluster: 'nowhere' } }));
    }
    const digests = (await lines()).map((line) => String(line['input_digest']));
    for (const digest of digests) expect(digest).toMatch(/^[0-9a-f]{32}$/);
    expect(digests[0]).toBe(digests[1]);
    expect(digests[2]).not.toBe(digests[0]);
    expect(digests[3]).toBe(digests[4]);
    expect(digests[3]).not.toBe(digests[0]);
  });

  test('the log is put aside by size, and only so many are kept', async () => {
    const fleet = open({ auditMaxSize: 4_096, auditKeep: 2 });
    for (let number = 0; number < 60; number += 1) await fleet.call({ operation: 'clusters_list' });
    await fleet.close();
    expect((await readdir(folder)).sort()).toEqual(['audit.log', 'audit.log.1', 'audit.log.2']);
  });

  test.each(['legacy', 'current'])('where it is required, a write has its line before it begins (%s)', async (cluster) => {
    const name = `required-${cluster}`;
    const fleet = open({ auditRequired: true });
    await write(fleet, cluster, name);
    await failureOf(write(fleet, cluster, name));
    await fleet.call({ operation: 'namespaces_list', input: { cluster } });
    const [started, ok, again, failed, read] = await lines();
    expect(started).toMatchObject({ outcome: 'started', cluster, operation: 'honest_write', effect: 'write', access: 'full' });
    expect(ok).toMatchObject({ outcome: 'ok', request_id: started?.['request_id'], input_digest: started?.['input_digest'] });
    expect(again).toMatchObject({ outcome: 'started' });
    expect(failed).toMatchObject({ outcome: 'failed', request_id: again?.['request_id'] });
    expect(read).toMatchObject({ outcome: 'ok', operation: 'namespaces_list' });
  });

  test.each(['legacy', 'current'])('where it is required and cannot be written, nothing is done (%s)', async (cluster) => {
    await mkdir(auditLog);
    const fleet = open({ auditRequired: true });
    const error = await failureOf(write(fleet, cluster, `unaudited-${cluster}`));
    expect(error).toMatchObject({ code: 'AUDIT_FAILED', cluster, message: expect.stringContaining('Nothing was done') as string });
    expect(await exists(cluster, `unaudited-${cluster}`)).toBe(false);
    const read = await failureOf(fleet.call({ operation: 'namespaces_list', input: { cluster } }));
    expect(read).toMatchObject({ code: 'AUDIT_FAILED', cluster, message: expect.stringContaining('withheld') as string });
    expect(await failureOf(fleet.call({ operation: 'no_such_operation' }))).toMatchObject({ code: 'AUDIT_FAILED' });
  });

  test('a write whose end cannot be written down says that it was done', async () => {
    const fleet = open({ auditRequired: true });
    // While it runs, something takes the place of the file.
    breakLog = async () => {
      await rm(auditLog);
      await mkdir(auditLog);
    };
    const error = await failureOf(
      fleet.call({ operation: 'write_and_break', input: { cluster: 'legacy', namespace, name: 'done-unaudited' } }),
    );
    expect(error).toMatchObject({ code: 'AUDIT_FAILED', message: expect.stringContaining('It was done all the same') as string });
    expect(await exists('legacy', 'done-unaudited')).toBe(true);
  });

  test('where it is not required, a log that cannot be written stops nothing and is told', async () => {
    await writeFile(join(folder, 'file'), '');
    const told: string[] = [];
    const fleet = createFleet(
      { kubeconfigDir: local.kubeconfigDirectory, auditLog: join(folder, 'file', 'audit.log') },
      { logger: { log: (_level, message) => void told.push(message) } },
    );
    opened.push(fleet);
    await fleet.call({ operation: 'namespaces_list', input: { cluster: 'legacy' } });
    expect(told).toContain('the audit log could not be written');
  });
});
