import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findProgram, runCommand } from '../../../src/lib/platform/run-command.js';
import { FleetError } from '../../../src/lib/errors.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleetwright-run-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function program(name: string, script: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return path;
}

const base = { environment: { PATH: '/usr/bin:/bin' }, timeoutMs: 20_000 };

test('success: both streams, exit code, arguments as they are', async () => {
  const path = await program('good', 'printf "%s|" "$@"; echo warning >&2');
  const result = await runCommand(path, ['a b', '$HOME', ';id', '*'], base);
  expect(result).toMatchObject({
    exitCode: 0,
    stdout: 'a b|$HOME|;id|*|',
    stderr: 'warning\n',
    timedOut: false,
    aborted: false,
    outputTruncated: false,
  });
  expect(result.durationMs).toBeGreaterThanOrEqual(0);
});

test('failure is a result of the same shape', async () => {
  const result = await runCommand(await program('bad', 'echo no >&2; exit 7'), [], base);
  expect(result).toMatchObject({ exitCode: 7, stdout: '', stderr: 'no\n', timedOut: false, aborted: false });
});

test('only the given environment, and no input', async () => {
  process.env['RUN_COMMAND_TEST_SECRET'] = 'hunter2';
  const result = await runCommand(await program('environment', 'env; cat'), [], {
    ...base,
    environment: { ...base.environment, ONLY: 'this' },
  });
  delete process.env['RUN_COMMAND_TEST_SECRET'];
  expect(result.stdout).toContain('ONLY=this');
  expect(result.stdout).not.toContain('hunter2');
  expect(result.exitCode).toBe(0);
});

test('the time limit ends the program and what it started, also when it ignores the polite signal', async () => {
  const path = await program(
    'stubborn',
    `trap '' TERM; sh -c 'trap "" TERM; echo $$ > ${folder}/child; while true; do sleep 0.2; done' & while true; do sleep 0.2; done`,
  );
  const result = await runCommand(path, [], { ...base, timeoutMs: 500 });
  expect(result).toMatchObject({ timedOut: true, aborted: false, exitCode: undefined });
  const child = Number(await readFile(join(folder, 'child'), 'utf8'));
  await expect.poll(() => isAlive(child), { timeout: 5_000 }).toBe(false);
}, 15_000);

test('the signal of the caller ends it', async () => {
  const caller = new AbortController();
  const path = await program('slow', 'echo started; exec sleep 600');
  const running = runCommand(path, [], { ...base, signal: caller.signal });
  caller.abort();
  expect(await running).toMatchObject({ aborted: true, timedOut: false });
});

test('too much output ends it, and what was kept is said to be cut', async () => {
  const result = await runCommand(await program('chatty', 'while true; do echo 0123456789; done'), [], { ...base, maxOutputBytes: 10_000 });
  expect(result.outputTruncated).toBe(true);
  expect(result.stdout.length).toBeLessThanOrEqual(10_000);
});

test('the command line for logs masks secrets', async () => {
  const result = await runCommand(await program('masked', 'true'), ['--token=abc-s3cret-def', 'plain word'], base);
  expect(result.commandLine).toContain('masked');
  expect(result.commandLine).toContain("'plain word'");
  expect(result.commandLine).not.toContain('s3cret');
});

test.each(['relative/path', 'name-only', '/nonexistent/program', '/'])('%s is no program to run', async (path) => {
  const failure = await runCommand(path, [], base).catch((thrown: unknown) => thrown);
  expect(FleetError.isInstance(failure) && failure.code).toBe('PROGRAM_MISSING');
});

test('programs are found on an explicit path, never in the current folder, never a folder or a file that cannot run', async () => {
  const path = await program('findable', 'true');
  await mkdir(join(folder, 'a-folder'));
  await writeFile(join(folder, 'not-executable'), '', { mode: 0o644 });
  const search = ['', '.', '/nonexistent', folder].join(delimiter);
  expect(await findProgram('findable', search)).toBe(path);
  expect(await findProgram(path, '')).toBe(path);
  expect(await findProgram('a-folder', search)).toBeUndefined();
  expect(await findProgram('not-executable', search)).toBeUndefined();
  expect(await findProgram('../x/findable', search)).toBeUndefined();
  expect(await findProgram('package.json', '.')).toBeUndefined();
  expect(await findProgram('', search)).toBeUndefined();
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
