import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NskIntegration } from '../../src/lib/integrations/nsk/nsk-integration.js';
import type { NskIntegrationOptions } from '../../src/lib/integrations/nsk/nsk-options.js';
import { authority } from '../../test/support/https-server.js';
import { startRancher, type RancherOptions, type StandInRancher } from '../../test/support/rancher/stand-in-rancher.js';
import { median, times, type Measure } from '../measure.js';

const CLUSTERS = 50;
const LATENCY_MS = 50;
const NSK = fileURLToPath(new URL('../../test/support/nsk/nsk.mjs', import.meta.url));

interface Round {
  readonly rancher: StandInRancher;
  readonly nsk: NskIntegration;
  readonly directory: string;
}

/** Refreshes of 50 clusters from a stand-in of Rancher that answers after 50 ms: natively, and through a stand-in of the program nsk. */
export async function rancherScenario(): Promise<Measure[]> {
  return [...(await native()), ...(await throughProgram())];
}

async function native(): Promise<Measure[]> {
  const firsts: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    await withRancher({}, {}, async ({ nsk }) => {
      firsts.push(...(await times(1, () => nsk.refresh())));
    });
  }
  return withRancher({}, {}, async ({ nsk, rancher, directory }) => {
    await nsk.refresh();
    const requests = rancher.requests.length;
    const minted = rancher.tokens.list().length;
    const before = await lastWrite(directory);
    rancher.requests.length = 0;
    const unchanged = await times(10, () => nsk.refresh());
    return [
      {
        name: `Rancher: first refresh of ${String(CLUSTERS)} clusters`,
        value: median(firsts),
        unit: 'ms',
        must: { bound: 3_000, kind: 'at-most' },
      },
      { name: 'Rancher: first refresh, in all', value: requests, unit: 'requests', must: { bound: 4 * CLUSTERS, kind: 'at-most' } },
      { name: 'Rancher: refresh with nothing new', value: median(unchanged), unit: 'ms' },
      {
        name: 'Rancher: refresh with nothing new',
        value: rancher.requests.length / 10,
        unit: 'requests',
        must: { bound: 3, kind: 'at-most' },
      },
      {
        name: 'Rancher: files and tokens that 10 refreshes with nothing new leave',
        value: Number((await lastWrite(directory)) !== before) + rancher.tokens.list().length - minted,
        unit: 'times',
        must: { bound: 0, kind: 'at-most' },
      },
    ];
  });
}

async function throughProgram(): Promise<Measure[]> {
  return withRancher({ tls: false }, { mode: 'nsk', nskPath: NSK, timeoutMs: 90_000 }, async ({ nsk, rancher }) => {
    const [first = 0] = await times(1, () => nsk.refresh());
    const requests = rancher.requests.length;
    rancher.requests.length = 0;
    const unchanged = await times(5, () => nsk.refresh());
    return [
      { name: `nsk: first refresh of ${String(CLUSTERS)} clusters, a process each`, value: first, unit: 'ms' },
      { name: 'nsk: first refresh, of each cluster', value: requests / CLUSTERS, unit: 'requests', must: { bound: 4, kind: 'at-most' } },
      { name: 'nsk: refresh with nothing new', value: median(unchanged), unit: 'ms' },
      { name: 'nsk: refresh with nothing new', value: rancher.requests.length / 5, unit: 'requests', must: { bound: 3, kind: 'at-most' } },
    ];
  });
}

async function withRancher<Result>(
  options: RancherOptions,
  changes: Partial<NskIntegrationOptions>,
  use: (round: Round) => Promise<Result>,
): Promise<Result> {
  const clusters = Array.from({ length: CLUSTERS }, (_, index) => ({
    id: `c-m-${String(index).padStart(8, '0')}`,
    name: `cluster-${String(index)}`,
  }));
  await using rancher = await startRancher({ clusters, knobs: { latencyMs: LATENCY_MS }, ...options });
  const folder = await mkdtemp(join(tmpdir(), 'fleetwright-bench-'));
  const directory = join(folder, 'clusters');
  const nsk = new NskIntegration({
    directory,
    mode: 'rancher',
    rancherUrl: rancher.url,
    rancherToken: () => rancher.token,
    certificateAuthority: authority.certificate,
    ...changes,
  });
  try {
    return await use({ rancher, nsk, directory });
  } finally {
    await nsk.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** When any file of a folder was written last, in milliseconds. */
async function lastWrite(directory: string): Promise<number> {
  const facts = await Promise.all((await readdir(directory)).map((name) => stat(join(directory, name))));
  return Math.max(...facts.map(({ mtimeMs }) => mtimeMs));
}
