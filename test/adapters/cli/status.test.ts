import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { LocalFleet } from '../../../src/testing/index.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';
import { runProgram, startProgram, type ProgramEnd } from './run-program.js';
import { kubeconfigTo, temporaryFolder } from './temporary-folder.js';

const HEADER = /^CLUSTER +STATUS +VERSION +NODES +NAMESPACES +KUBECONFIG-AGE +LATENCY +ERRORS$/m;

await describeWithFleet('fleetwright status', () => {
  let fleet: LocalFleet;
  beforeAll(async () => {
    fleet = await sharedFleet();
  });
  afterAll(() => fleet.close());
  beforeEach(() => fleet.cluster('legacy').faults.clear());

  const status = (words: readonly string[] = [], environment: NodeJS.ProcessEnv = {}): Promise<ProgramEnd> =>
    runProgram(['status', ...words, '--kubeconfig-dir', fleet.kubeconfigDirectory], { environment });

  test('is a table without colours where nobody looks at a screen', async () => {
    const end = await status([], { FORCE_COLOR: '1' });
    expect(end).toMatchObject({ status: 0, stderr: '' });
    expect(end.stdout).toMatch(HEADER);
    expect(end.stdout).toMatch(/^legacy +Ready +v1\.24\.17 +2\/2/m);
    expect(end.stdout).toMatch(/^current +Ready +v1\./m);
    expect(end.stdout).not.toContain('\u001b');
  });

  test('is JSON when asked for', async () => {
    const end = await status(['--output', 'json']);
    expect(end).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(end.stdout)).toMatchObject({
      coverage: { matched: 2, ok: 2, failed: 0 },
      clusters: [{ status: 'Ready' }, { status: 'Ready' }],
    });
  });

  test('takes a selector; status 4 when nothing matches', async () => {
    expect((await status(['leg*'])).stdout).not.toContain('current ');
    expect(await status(['nobody-*'])).toMatchObject({ status: 4, stderr: '' });
    const unknown = await status(['legcy']);
    expect(unknown).toMatchObject({ status: 4, stdout: '' });
    expect(unknown.stderr).toContain('Did you mean "legacy"?');
  });

  test.each([['env=('], [''], ['not'], ['(('.repeat(100)]])('refuses the selector %j with status 2', async (selector) => {
    const end = await status([selector]);
    expect(end).toMatchObject({ status: 2, stdout: '' });
    expect(end.stderr).toMatch(/SELECTOR_INVALID|INPUT_INVALID/);
  });

  test('a cluster that refuses makes status 1 and hides no other', async () => {
    await fleet.cluster('legacy').faults.stop();
    const end = await status();
    expect(end).toMatchObject({ status: 1, stderr: '' });
    expect(end.stdout).toMatch(/^legacy +Unknown .*refused/m);
    expect(end.stdout).toMatch(/^current +Ready/m);
  });

  test('a cluster that hangs costs its own time only', async () => {
    fleet.cluster('legacy').faults.hang();
    await using folder = await temporaryFolder();
    const config = await folder.write('fleet.toml', 'probe_timeout = "700ms"\n');
    const end = await status(['--config', config]);
    expect(end.status).toBe(1);
    expect(end.stdout).toMatch(/^legacy +Unknown .*timeout/m);
    expect(end.stdout).toMatch(/^current +Ready/m);
  });

  test('a kubeconfig that cannot be read is named, with status 1', async () => {
    await using folder = await temporaryFolder();
    await folder.copy(await fleet.cluster('current').kubeconfigPath(), 'good.yaml');
    await folder.write('bad.yaml', 'clusters: [');
    const end = await runProgram(['status', '--kubeconfig-dir', folder.path]);
    expect(end.status).toBe(1);
    expect(end.stdout).toMatch(/^good +Ready/m);
    expect(end.stderr).toMatch(/could not be loaded: KUBECONFIG_INVALID.*bad\.yaml/);
  });

  test('--watch shows the table again and again; Ctrl-C ends it', async () => {
    const program = await startProgram(['status', '--watch', '--interval', '500ms', '--kubeconfig-dir', fleet.kubeconfigDirectory]);
    await program.sees('stdout', 'coverage');
    await fleet.cluster('legacy').faults.stop();
    await program.sees('stdout', 'refused');
    program.child.kill('SIGINT');
    const end = await program.ended;
    expect(end).toMatchObject({ signal: null, stderr: '' });
    expect(end.stdout.match(new RegExp(HEADER, 'gm'))?.length).toBeGreaterThan(1);
    expect(end.stdout).not.toContain('\u001b');
  });

  test('--watch --output json is one line of JSON per look', async () => {
    const program = await startProgram([
      'status',
      '--watch',
      '--interval',
      '500ms',
      '--output',
      'json',
      '--kubeconfig-dir',
      fleet.kubeconfigDirectory,
    ]);
    await program.sees('stdout', '\n');
    program.child.kill('SIGTERM');
    const { stdout, status: code } = await program.ended;
    expect(code).toBe(0);
    for (const line of stdout.trim().split('\n')) expect(JSON.parse(line)).toMatchObject({ coverage: { matched: 2 } });
  });
});

test('no cluster at all is status 4', async () => {
  await using folder = await temporaryFolder();
  const end = await runProgram(['status', '--kubeconfig-dir', folder.path]);
  expect(end.status).toBe(4);
  expect(end.stdout).toContain('No cluster matched');
});

test('a folder that is not there is told', async () => {
  const end = await runProgram(['status', '--kubeconfig-dir', '/nowhere/at/all']);
  expect(end.status).not.toBe(0);
  expect(end.stdout + end.stderr).toContain('/nowhere/at/all');
});

test('no secret of a kubeconfig is shown when its cluster cannot be reached', async () => {
  await using folder = await temporaryFolder();
  await folder.write('gone.yaml', kubeconfigTo('https://127.0.0.1:1'));
  const end = await runProgram(['status', '--kubeconfig-dir', folder.path], { environment: { LOG_LEVEL: 'trace' } });
  expect(end.status).toBe(1);
  expect(end.stdout).toMatch(/^gone +Unknown .*refused/m);
  expect(end.stdout + end.stderr).not.toContain('hunter2');
});
