import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { LocalFleet } from '../../../src/testing/index.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';
import { runProgram, startProgram, type ProgramEnd } from './run-program.js';

await describeWithFleet('fleetwright call', () => {
  let fleet: LocalFleet;
  beforeAll(async () => {
    fleet = await sharedFleet();
  });
  afterAll(() => fleet.close());
  beforeEach(() => fleet.cluster('legacy').faults.clear());

  const call = (words: readonly string[], options: Parameters<typeof runProgram>[1] = {}): Promise<ProgramEnd> =>
    runProgram(['call', ...words, '--kubeconfig-dir', fleet.kubeconfigDirectory], options);

  test.each(['legacy', 'current'])('a list of %s is a table that names the cluster', async (cluster) => {
    const end = await call(['pods_list_in_namespace', '--cluster', cluster, '--namespace', 'team-a']);
    expect(end).toMatchObject({ status: 0, stderr: '' });
    expect(end.stdout).toMatch(new RegExp(`^${cluster}: 3 Pod in namespace team-a\nNAME +READY`));
    expect(end.stdout).toMatch(/pod-0002 +1\/1 +Running/);
  });

  test('flags, JSON and JSON from standard input mean the same', async () => {
    const rows = async (words: readonly string[], input?: string): Promise<unknown> => {
      const end = await call([...words, '--output', 'json'], input === undefined ? {} : { input });
      expect(end).toMatchObject({ status: 0, stderr: '' });
      const { rows: found } = JSON.parse(end.stdout) as { rows: unknown[][] };
      return found.map((row) => row[0]);
    };
    const input = JSON.stringify({ cluster: 'legacy', apiVersion: 'v1', kind: 'Pod', namespace: 'team-a', limit: 2 });
    const flags = ['--cluster', 'legacy', '--api-version=v1', '--kind', 'Pod', '--namespace', 'team-a', '--limit', '2'];
    expect(await rows(['resources_list', ...flags])).toEqual(['pod-0000', 'pod-0001']);
    expect(await rows(['resources_list', '--json', input])).toEqual(['pod-0000', 'pod-0001']);
    expect(await rows(['resources_list', '--json', '-'], input)).toEqual(['pod-0000', 'pod-0001']);
  });

  test('a flag before the operation is understood', async () => {
    const end = await runProgram(['call', '--kubeconfig-dir', fleet.kubeconfigDirectory, 'namespaces_list', '--cluster=current']);
    expect(end.status).toBe(0);
    expect(end.stdout).toContain('team-a');
  });

  test('an output that is no format of the terminal is the parameter of the operation', async () => {
    const end = await call(['namespaces_list', '--cluster', 'legacy', '--output', 'names']);
    expect(end).toMatchObject({ status: 0, stderr: '' });
    expect(end.stdout.split('\n')).toContain('team-a');
    expect((await call(['namespaces_list', '--cluster', 'legacy', '--output', 'nmes'])).stderr).toContain('"names"');
  });

  test('the default cluster serves a read', async () => {
    const end = await call(['namespaces_list', '--default-cluster', 'current']);
    expect(end).toMatchObject({ status: 0, stderr: '' });
    expect(end.stdout).toMatch(/^current: /);
  });

  test('an answer over several clusters is one table; no progress is written where nobody watches', async () => {
    const end = await call(['clusters_exec_all', '--operation', 'namespaces_list', '--output', 'json']);
    expect(end).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(end.stdout)).toMatchObject({ coverage: { matched: 2, ok: 2 } });
  });

  test('one failing cluster of several makes status 1, and the others are there', async () => {
    await fleet.cluster('legacy').faults.stop();
    const end = await call(['clusters_exec_all', '--operation', 'namespaces_list']);
    expect(end.status).toBe(1);
    expect(end.stdout).toContain('current');
    expect(end.stdout).toContain('CONNECTION_REFUSED');
  });

  test.each<[number, string, readonly string[]]>([
    [2, 'OPERATION_UNKNOWN: There is no operation "pods_lst". Did you mean "pods_list"?', ['pods_lst']],
    [2, 'OPERATION_UNKNOWN', ['__proto__']],
    [2, 'CLUSTER_NOT_SELECTED', ['pods_list']],
    [4, 'CLUSTER_UNKNOWN: There is no cluster "legcy". Did you mean "legacy"?', ['pods_list', '--cluster', 'legcy']],
    [2, 'has no parameter --contxt', ['pods_list', '--contxt', 'legacy']],
    [2, 'INPUT_INVALID', ['pods_list', '--json', '{"contxt":"legacy"}']],
    [2, 'INPUT_INVALID', ['pods_list', '--json', '{"cluster":["legacy"]}']],
    [2, 'INPUT_INVALID', ['pods_list', '--cluster', '']],
    [2, 'INPUT_INVALID', ['pods_get', '--cluster', 'legacy']],
    [2, 'INPUT_INVALID', ['pods_list_in_namespace', '--cluster', 'legacy', '--namespace', '../kube-system']],
    [2, 'INPUT_INVALID', ['pods_list_in_namespace', '--cluster', 'legacy', '--namespace=-A']],
    [2, '--limit is a whole number', ['pods_list', '--cluster', 'legacy', '--limit', 'ten']],
    [2, '--json is the whole input; --cluster cannot stand beside it', ['pods_list', '--json', '{}', '--cluster', 'legacy']],
    [2, 'The input is not JSON', ['pods_list', '--json', '-']],
    [2, 'The input must be a JSON object', ['pods_list', '--json', '[]']],
    [2, '"legacy" is not expected here', ['pods_list', 'legacy']],
    [2, '--output is one of text, json', ['clusters_list', '--output', 'yaml']],
    [1, 'NOT_FOUND (cluster legacy)', ['pods_get', '--cluster', 'legacy', '--namespace', 'team-a', '--name', 'nobody']],
    [1, 'KIND_UNKNOWN (cluster current)', ['resources_list', '--cluster', 'current', '--api-version', 'v1', '--kind', 'Gadget']],
    [2, 'SELECTOR_INVALID', ['clusters_exec_all', '--operation', 'pods_list', '--clusters', 'env=(']],
    [2, 'CONFIG_INVALID', ['pods_list', '--toolsets', 'coer']],
    [2, 'OPERATION_UNKNOWN', ['pods_list', '--cluster', 'legacy', '--toolsets', 'config']],
  ])('status %i and %s for %j', async (status, message, words) => {
    const end = await call(words);
    expect(end.stderr).toContain(message);
    expect(end.stderr).toMatch(/^hint: ./m);
    expect(end.stderr).not.toMatch(/^\s+at /m);
    expect(end).toMatchObject({ status, stdout: '' });
  });

  test('a stack is shown only to those who ask for it', async () => {
    const end = await call(['pods_list', '--cluster', 'nobody'], { environment: { LOG_LEVEL: 'debug' } });
    expect(end.stderr).toMatch(/^\s+at /m);
  });

  test('the values of a secret are not shown', async () => {
    const end = await call([
      'resources_get',
      '--cluster',
      'legacy',
      '--api-version',
      'v1',
      '--kind',
      'Secret',
      '--namespace',
      'shop',
      '--name',
      'database',
    ]);
    expect(end).toMatchObject({ status: 0, stderr: '' });
    expect(end.stdout).toContain('password');
    expect(end.stdout).not.toContain('hunter2-shop');
    expect(end.stdout).not.toContain(Buffer.from('hunter2-shop').toString('base64'));
  });

  test('Ctrl-C ends a call that hangs, with status 130', async () => {
    const { faults } = fleet.cluster('legacy');
    faults.hang();
    const program = await startProgram(['call', 'pods_list', '--cluster', 'legacy', '--kubeconfig-dir', fleet.kubeconfigDirectory]);
    const before = faults.counters().connections;
    await expect.poll(() => faults.counters().connections, { timeout: 10_000 }).toBeGreaterThan(before);
    program.child.kill('SIGINT');
    expect(await program.ended).toMatchObject({ status: 130, stdout: '', stderr: 'Interrupted.\n' });
  });

  test('an operation explains its parameters', async () => {
    const end = await call(['pods_exec', '--help']);
    expect(end).toMatchObject({ status: 0, stderr: '' });
    expect(end.stdout).toContain('Usage: fleetwright call pods_exec --name …');
    expect(end.stdout).toMatch(/--container +string/);
    expect(end.stdout).toMatch(/--name \(required\) +string/);
  });
});
