import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { many, withStage } from './nsk-stage.js';

const NSK = fileURLToPath(new URL('../../../support/nsk/nsk.mjs', import.meta.url));
const CLUSTERS = 50;
const LATENCY_MS = 50;

async function timesOf(directory: string): Promise<Record<string, number>> {
  const names = (await readdir(directory)).sort();
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, (await stat(join(directory, name))).mtimeMs] as const)));
}

test('50 clusters at 50 ms: one request, at most 3 s; with nothing new no file is touched; no token is left', () =>
  withStage({ clusters: many(CLUSTERS), knobs: { latencyMs: LATENCY_MS } }, async ({ open, directory, rancher }) => {
    const nsk = open();
    const tokens = rancher.tokens.list().length;
    const first = await nsk.refresh();
    expect(first).toMatchObject({ outcome: 'Success', written: { length: CLUSTERS } });
    expect(first.durationMs).toBeLessThanOrEqual(3_000);
    expect(rancher.requests.length).toBeLessThanOrEqual(4);
    const before = await timesOf(directory);
    for (let round = 0; round < 5; round += 1) {
      rancher.requests.length = 0;
      expect(await nsk.refresh()).toMatchObject({ outcome: 'Success', written: [] });
      expect(rancher.requests.length).toBeLessThanOrEqual(3);
    }
    expect(await timesOf(directory)).toEqual(before);
    expect(rancher.tokens.list()).toHaveLength(tokens);
  }));

test('through the program nsk: at most 4 requests for each cluster, and none for those that are at hand', { timeout: 120_000 }, () =>
  withStage({ clusters: many(10), knobs: { latencyMs: LATENCY_MS }, tls: false }, async ({ open, directory, rancher }) => {
    const nsk = open({ mode: 'nsk', nskPath: NSK, timeoutMs: 90_000 });
    expect(await nsk.refresh()).toMatchObject({ outcome: 'Success', written: { length: 10 } });
    expect(rancher.requests.length).toBeLessThanOrEqual(4 * 10);
    const [before, tokens] = [await timesOf(directory), rancher.tokens.list().length];
    rancher.requests.length = 0;
    for (let round = 0; round < 2; round += 1) expect(await nsk.refresh()).toMatchObject({ outcome: 'Success', written: [] });
    expect(rancher.requests).toHaveLength(2);
    expect(await timesOf(directory)).toEqual(before);
    expect(rancher.tokens.list()).toHaveLength(tokens);
  }),
);
