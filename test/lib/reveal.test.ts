import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFleet, type Caller, type Fleet, type FleetConfigInput } from '../../src/index.js';
import type { LocalFleet } from '../../src/testing/index.js';
import { failureOf } from '../support/failure.js';
import { describeWithFleet, sharedFleet } from '../support/fleet.js';

const PASSWORD = Buffer.from('hunter2-shop').toString('base64');
const ADA: Caller = { id: 'http:1', user: 'ada', stateful: false };
const BOB: Caller = { id: 'http:2', user: 'bob', stateful: false };

await describeWithFleet('secrets that are shown on purpose', () => {
  let local: LocalFleet;
  let folder: string;
  const opened: Fleet[] = [];
  beforeAll(async () => {
    local = await sharedFleet();
    folder = await mkdtemp(join(tmpdir(), 'fleetwright-reveal-'));
  });
  afterAll(async () => {
    await Promise.all(opened.map((fleet) => fleet.close()));
    await local.close();
    await rm(folder, { recursive: true });
  });
  function open(config: FleetConfigInput): Fleet {
    const fleet = createFleet({ kubeconfigDir: local.kubeconfigDirectory, ...config });
    opened.push(fleet);
    return fleet;
  }

  describe.each(['legacy', 'current'])('on %s', (cluster) => {
    const secret = { apiVersion: 'v1', kind: 'Secret', name: 'database', namespace: 'shop', cluster };
    const read = (fleet: Fleet, caller: Caller, more: object = { reveal: true }) =>
      fleet.call({ operation: 'resources_get', input: { ...secret, ...more }, caller });

    test('nobody sees them without a rule, and nothing is asked of the cluster', async () => {
      const fleet = open({});
      await fleet.clusters.start();
      const before = local.cluster(cluster).faults.counters().roundTrips;
      const error = await failureOf(read(fleet, ADA));
      expect(error).toMatchObject({ code: 'OPERATION_NOT_ALLOWED', cluster, hint: expect.stringContaining('[[reveal]]') as string });
      expect(local.cluster(cluster).faults.counters().roundTrips).toBe(before);
    });

    test('a rule shows them to authenticated users who ask for it; unasked they stay masked', async () => {
      const fleet = open({ reveal: [{}] });
      const shown = await read(fleet, ADA);
      expect(shown.text()).toContain(PASSWORD);
      expect(shown.output['object']).toMatchObject({ data: { password: PASSWORD } });
      const part = await read(fleet, ADA, { reveal: true, path: '$.data.password' });
      expect(part.text()).toContain(PASSWORD);
      for (const more of [{}, { reveal: false }, { path: '$.data.password' }]) {
        const masked = await read(fleet, ADA, more);
        expect(`${masked.text()}${JSON.stringify(masked.output)}`).not.toContain(PASSWORD);
      }
    });

    test('callers without a user need a rule that names them', async () => {
      const program: Caller = { id: 'sdk', stateful: true };
      expect(await failureOf(read(open({ reveal: [{}] }), program))).toMatchObject({ code: 'OPERATION_NOT_ALLOWED' });
      expect(await failureOf(read(open({ reveal: [{ users: ['sdk'] }] }), program))).toMatchObject({ code: 'OPERATION_NOT_ALLOWED' });
      expect((await read(open({ reveal: [{ anonymous: true }] }), program)).text()).toContain(PASSWORD);
    });

    test.each([
      ['users', { users: ['ada'] }, { users: ['eve'] }],
      ['kinds', { kinds: ['Secret'] }, { kinds: ['ConfigMap'] }],
      ['namespaces', { namespaces: ['/sho./'] }, { namespaces: ['sho'] }],
      ['environments', { environments: ['lab'] }, { environments: ['prod'] }],
      ['clusters', { clusters: [`${cluster.slice(0, 3)}*`] }, { clusters: ['other-*'] }],
      ['operations', { operations: ['resources_get'] }, { operations: ['resources_get'], users: ['eve'] }],
    ])('a rule holds for its %s only', async (_what, fits, differs) => {
      const environments = { '*': 'lab' };
      expect((await read(open({ environments, reveal: [fits] }), ADA)).text()).toContain(PASSWORD);
      expect(await failureOf(read(open({ environments, reveal: [differs] }), ADA))).toMatchObject({ code: 'OPERATION_NOT_ALLOWED' });
      expect((await read(open({ environments, reveal: [differs, fits] }), ADA)).text()).toContain(PASSWORD);
    });

    test('a rule for namespaces needs the namespace named', async () => {
      const { namespace: _namespace, ...input } = secret;
      const call = open({ reveal: [{ namespaces: ['/.*/'] }] }).call({
        operation: 'resources_get',
        input: { ...input, reveal: true },
        caller: ADA,
      });
      expect(await failureOf(call)).toMatchObject({ code: 'OPERATION_NOT_ALLOWED' });
    });

    test('each such call is marked in the audit log, without what it showed', async () => {
      const auditLog = join(folder, `${cluster}.log`);
      const fleet = open({ auditLog, reveal: [{ users: ['ada'] }] });
      await read(fleet, ADA);
      await failureOf(read(fleet, BOB));
      await read(fleet, ADA, {});
      const text = await readFile(auditLog, 'utf8');
      expect(
        text
          .trim()
          .split('\n')
          .map((line): unknown => JSON.parse(line)),
      ).toMatchObject([
        { user: 'ada', cluster, outcome: 'ok', revealed: true, decided_by: 'reveal[0]' },
        { user: 'bob', cluster, outcome: 'refused', code: 'OPERATION_NOT_ALLOWED', decided_by: 'reveal' },
        { user: 'ada', cluster, outcome: 'ok', decided_by: 'fleet' },
      ]);
      expect(text.split('\n')[2]).not.toContain('revealed');
      expect(text).not.toContain(PASSWORD);
    });

    test('a closed kind stays closed', async () => {
      expect(await failureOf(read(open({ reveal: [{}], deniedKinds: ['Secret'] }), ADA))).toMatchObject({
        code: 'OPERATION_NOT_ALLOWED',
        details: { rule: 'denied_kinds "Secret"' },
      });
    });
  });

  test('operations that do not declare it do not know the parameter', async () => {
    const error = await failureOf(
      open({ reveal: [{}] }).call({ operation: 'pods_list', input: { cluster: 'legacy', reveal: true }, caller: ADA }),
    );
    expect(error).toMatchObject({ code: 'INPUT_INVALID' });
  });
});
