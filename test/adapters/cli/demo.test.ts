import { execFileSync } from 'node:child_process';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeWithFleet } from '../../support/fleet.js';
import { runProgram, startProgram } from './run-program.js';
import { temporaryFolder } from './temporary-folder.js';

/** Processes that were started, directly or not, by a process. */
function descendants(pid: number): number[] {
  const table = execFileSync('ps', ['-e', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const children = table.flatMap(([child, parent]) => (parent === pid && child !== undefined ? [child] : []));
  return children.flatMap((child) => [child, ...descendants(child)]);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('a kubeconfig that is there already is not overwritten, and nothing is started', async () => {
  await using folder = await temporaryFolder();
  const file = await folder.write('staging-1.yaml', 'mine');
  const end = await runProgram(['demo', '--no-serve', '--clusters', '2', '--kubeconfig-dir', folder.path]);
  expect(end).toMatchObject({ status: 2, stdout: '' });
  expect(end.stderr).toContain('already holds staging-1.yaml');
  expect(await readFile(file, 'utf8')).toBe('mine');
});

await describeWithFleet('fleetwright demo', () => {
  test('--no-serve says one line when ready, serves the clusters until SIGTERM, and leaves nothing', { timeout: 180_000 }, async () => {
    await using folder = await temporaryFolder();
    const directory = join(folder.path, 'deep', 'kubeconfigs');
    const scratch = join(folder.path);
    const program = await startProgram(['demo', '--no-serve', '--clusters', '2', '--kubeconfig-dir', directory], { TMPDIR: scratch });
    const line = await program.sees('stdout', '\n');
    expect(JSON.parse(line)).toEqual({ ready: true, kubeconfig_dir: directory });
    expect(await readdir(directory)).toEqual(['prod-1.yaml', 'staging-1.yaml']);
    expect((await stat(join(directory, 'prod-1.yaml'))).mode & 0o777).toBe(0o600);
    expect((await stat(directory)).mode & 0o777).toBe(0o700);

    const status = await runProgram(['status', '--kubeconfig-dir', directory]);
    expect(status).toMatchObject({ status: 0, stderr: '' });
    expect(status.stdout).toMatch(/^prod-1 +Ready +v1\.24\.17 +2\/2/m);
    expect(status.stdout).toMatch(/^staging-1 +Ready +v1\.(?!24)/m);
    const pods = await runProgram(['call', 'pods_list', '--cluster', 'prod-1', '--kubeconfig-dir', directory]);
    expect(pods.stdout).toMatch(/shop +failing-0000 .*CrashLoopBackOff/);
    expect(pods.stdout).toMatch(/shop +web-\S+ +1\/1 +Running/);

    const started = descendants(program.child.pid ?? 0);
    expect(started.length).toBeGreaterThan(4);
    program.child.kill('SIGTERM');
    const end = await program.ended;
    expect(end).toMatchObject({ status: 0, signal: null });
    expect(end.stdout.trimEnd().split('\n')).toHaveLength(1);
    await expect.poll(() => started.filter(isAlive), { timeout: 20_000 }).toEqual([]);
    expect(await readdir(scratch, { recursive: true })).toEqual(['deep']);
  });

  test('SIGTERM while it starts leaves nothing either', { timeout: 120_000 }, async () => {
    await using folder = await temporaryFolder();
    const program = await startProgram(['demo', '--no-serve', '--clusters', '1'], { TMPDIR: folder.path });
    await expect.poll(() => descendants(program.child.pid ?? 0).length, { timeout: 60_000 }).toBeGreaterThan(1);
    const started = descendants(program.child.pid ?? 0);
    program.child.kill('SIGTERM');
    expect(await program.ended).toMatchObject({ status: 130, stdout: '' });
    await expect.poll(() => started.filter(isAlive), { timeout: 20_000 }).toEqual([]);
    await expect.poll(() => readdir(folder.path), { timeout: 20_000 }).toEqual([]);
  });

  test('it serves MCP on its clusters and says how to connect', { timeout: 180_000 }, async () => {
    const program = await startProgram(['demo', '--clusters', '1', '--port', '0']);
    const said = await program.sees('stderr', 'curl:');
    const url = /MCP is served at (\S+)\/mcp/.exec(said)?.[1] ?? '';
    expect(said).toContain(`claude mcp add --transport http fleetwright ${url}/mcp`);
    await expect.poll(async () => (await fetch(`${url}/ready`)).status, { timeout: 20_000 }).toBe(200);
    program.child.kill('SIGINT');
    const end = await program.ended;
    expect(end).toMatchObject({ status: 0, signal: null, stdout: '' });
  });
});
