import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { startLocalFleet } from '../../src/testing/index.js';
import { describeWithFleet } from '../support/fleet.js';

const script = fileURLToPath(new URL('fixtures/start-fleet.ts', import.meta.url));

/** The command lines of running processes that name the directory. */
async function processesIn(directory: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-ww', '-o', 'stat=,args=']);
  return stdout.split('\n').filter((line) => line.includes(directory) && !line.startsWith('Z'));
}

async function startElsewhere(): Promise<{ readonly directory: string; readonly kill: (signal: NodeJS.Signals) => void }> {
  const child = spawn(process.execPath, ['--import', 'tsx', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface(child.stdout)) {
    const { directory } = JSON.parse(line) as { directory: string };
    return { directory, kill: (signal) => child.kill(signal) };
  }
  throw new Error('The script ended without a fleet.');
}

await describeWithFleet('what is left behind', () => {
  test.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)('nothing, after %s to the caller', { timeout: 60_000 }, async (signal) => {
    const { directory, kill } = await startElsewhere();
    const names = (await processesIn(directory)).map((line) => /\/(etcd|kube-apiserver|kwok) /.exec(line)?.[1]).filter(Boolean);
    expect(names.toSorted()).toEqual(['etcd', 'kube-apiserver', 'kwok']);
    kill(signal);
    await expect.poll(() => existsSync(directory), { timeout: 20_000 }).toBe(false);
    await expect.poll(() => processesIn(directory), { timeout: 20_000 }).toEqual([]);
  });

  test('nothing, after close; a second close changes nothing', { timeout: 60_000 }, async () => {
    const fleet = await startLocalFleet({ clusters: [{ name: 'short', controllers: false }] });
    expect(await processesIn(fleet.directory)).not.toEqual([]);
    await Promise.all([fleet.close(), fleet.close()]);
    await fleet.close();
    expect(existsSync(fleet.directory)).toBe(false);
    expect(await processesIn(fleet.directory)).toEqual([]);
  });

  test('nothing, when the start is aborted', { timeout: 60_000 }, async () => {
    const controller = new AbortController();
    const starting = startLocalFleet({ clusters: [{ name: 'aborted', controllers: false }], signal: controller.signal });
    setTimeout(() => controller.abort(new Error('enough')), 500);
    await expect(starting).rejects.toThrow('enough');
    expect(await processesIn('/aborted/')).toEqual([]);
  });
});
