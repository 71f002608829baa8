import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LocalFleet } from '../../../../src/testing/index.js';
import { describeWithFleet, sharedFleet } from '../../../support/fleet.js';
import { withStage } from './nsk-stage.js';
import { proxiedClusters, versionsOf } from './proxied-fleet.js';
import { startTraffic } from './traffic.js';

const SCRIPT = fileURLToPath(new URL('fixtures/refresh-without-end.ts', import.meta.url));

function start(directory: string, url: string, tokens: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', SCRIPT, directory, url, ...tokens], { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Kills the child with SIGKILL at the moment a file that is being written appears. Resolves when it is gone. */
async function killAtTemporaryFile(child: ChildProcess, directory: string, skip: number): Promise<void> {
  let left = skip;
  const watcher = watch(directory, (_event, name) => {
    if (name?.endsWith('.tmp') !== true) return;
    left -= 1;
    if (left < 0) child.kill('SIGKILL');
  });
  await once(child, 'exit');
  watcher.close();
}

await describeWithFleet('a process that is killed', () => {
  let fleet: LocalFleet;
  beforeAll(async () => {
    fleet = await sharedFleet();
  });
  afterAll(() => fleet.close());

  test(
    'between write and rename leaves every file whole and every cluster reachable; the next one goes on where it was',
    { timeout: 180_000 },
    () =>
      withStage({ clusters: proxiedClusters(fleet, 10), tls: false }, async ({ open, files, directory, rancher }) => {
        await mkdir(directory, { mode: 0o700 });
        const tokens = Array.from({ length: 3 }, () => rancher.tokens.mint().bearer);
        const options = { rancherToken: () => tokens[0] ?? '', certificateAuthority: undefined };
        await open(options).refresh();
        const traffic = await startTraffic(directory, versionsOf(fleet));
        let leftHalf = 0;
        for (let round = 0; round < 4 || (leftHalf === 0 && round < 12); round += 1) {
          await killAtTemporaryFile(start(directory, rancher.url, [tokens[1 + (round % 2)] ?? '']), directory, round * 3);
          leftHalf += (await readdir(directory)).filter((name) => name.endsWith('.tmp')).length;
          for (const [name, text] of Object.entries(await files())) {
            expect(text.endsWith('}\n'), name).toBe(true);
            expect(
              tokens.some((token) => text.includes(token)),
              name,
            ).toBe(true);
            JSON.parse(text);
          }
          await traffic.answers(2);
        }
        expect(leftHalf).toBeGreaterThan(0);
        expect(await open(options).refresh()).toMatchObject({ outcome: 'Success', failed: [] });
        expect((await readdir(directory)).filter((name) => name.endsWith('.tmp') || name.includes('.lock'))).toEqual([]);
        for (const text of Object.values(await files())) expect(text).toContain(tokens[0]);
        await traffic.answers(2);
        expect((await traffic.stop()).failures).toEqual([]);
      }),
  );

  test('or two that live on one folder: neither takes the other’s files for foreign', { timeout: 90_000 }, () =>
    withStage({ clusters: proxiedClusters(fleet, 10), tls: false }, async ({ open, directory, rancher }) => {
      await mkdir(directory, { mode: 0o700 });
      const tokens = Array.from({ length: 3 }, () => rancher.tokens.mint().bearer);
      const options = { rancherToken: () => tokens[0] ?? '', certificateAuthority: undefined };
      await open(options).refresh();
      const traffic = await startTraffic(directory, versionsOf(fleet));
      const children = [1, 2].map((index) => start(directory, rancher.url, [tokens[index] ?? '', tokens[0] ?? '']));
      const summaries = await Promise.all(children.map((child) => firstLines(child, 5)));
      for (const child of children) {
        child.kill('SIGKILL');
        if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      }
      expect(new Set(summaries.flat())).toEqual(new Set(['Success (12 clusters updated)']));
      expect(await open(options).refresh()).toMatchObject({ outcome: 'Success' });
      expect((await traffic.stop()).failures).toEqual([]);
    }),
  );
});

async function firstLines({ stdout }: ChildProcess, count: number): Promise<string[]> {
  if (stdout === null) throw new Error('The child has no output.');
  const lines: string[] = [];
  for await (const line of createInterface(stdout)) {
    lines.push(line);
    if (lines.length === count) break;
  }
  return lines;
}
