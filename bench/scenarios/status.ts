import { join } from 'node:path';
import { type MultipliedCluster, multiplyClusters } from '../../src/testing/index.js';
import { median, times, timed, type Measure } from '../measure.js';
import { startOurs } from '../servers.js';
import { SMALL_NAMESPACE, type Site } from '../site.js';
import type { StdioClient } from '../stdio-client.js';

interface StatusAnswer {
  readonly milliseconds: number;
  /** When each Ready cluster was observed, in milliseconds after the call. */
  readonly ready: readonly number[];
}

/** clusters_status over many clusters, some of them broken. */
export async function statusScenario(site: Site): Promise<Measure[]> {
  return [...(await fifty(site)), ...(await twoHundred(site)), ...(await amongHanging(site))];
}

async function fifty(site: Site): Promise<Measure[]> {
  const directory = join(site.directory, 'fifty');
  const many = await multiplyClusters(site.fleet.clusters, { count: 50, latencyMs: 100, kubeconfigDirectory: directory });
  const ours = await startOurs(directory);
  try {
    const cold = await status(ours);
    const warm = [await status(ours), await status(ours), await status(ours)];
    const hanging = many.endpoints.slice(0, 3);
    for (const { faults } of hanging) faults.hang();
    const partial = await status(ours);
    return [
      {
        name: 'clusters_status, 50 clusters at 100 ms, cold',
        value: cold.milliseconds,
        unit: 'ms',
        must: { bound: 2000, kind: 'at-most' },
      },
      {
        name: 'the same, warm',
        value: median(warm.map(({ milliseconds }) => milliseconds)),
        unit: 'ms',
        must: { bound: 1000, kind: 'at-most' },
      },
      { name: 'with 3 of them hanging: whole answer', value: partial.milliseconds, unit: 'ms', must: { bound: 5500, kind: 'at-most' } },
      { name: 'with 3 of them hanging: Ready', value: partial.ready.length, unit: 'of 47', must: { bound: 47, kind: 'at-least' } },
      { name: 'with 3 of them hanging: last Ready one observed after', value: Math.max(...partial.ready), unit: 'ms' },
    ];
  } finally {
    await close(ours, many);
  }
}

async function twoHundred(site: Site): Promise<Measure[]> {
  const directory = join(site.directory, 'two-hundred');
  const many = await multiplyClusters(site.fleet.clusters, { count: 200, latencyMs: 20, kubeconfigDirectory: directory });
  const ours = await startOurs(directory);
  try {
    for (const { faults } of many.endpoints.slice(0, 10)) faults.hang();
    await Promise.all(many.endpoints.slice(10, 20).map(({ faults }) => faults.stop()));
    await status(ours);
    const second = await status(ours);
    return [
      {
        name: 'clusters_status, 200 clusters at 20 ms, 10 hanging, 10 refusing, second call: Ready',
        value: second.ready.length,
        unit: 'of 180',
        must: { bound: 180, kind: 'at-least' },
      },
      {
        name: 'the same: last Ready one observed after',
        value: Math.max(...second.ready),
        unit: 'ms',
        must: { bound: 1500, kind: 'at-most' },
      },
      { name: 'the same: whole answer', value: second.milliseconds, unit: 'ms' },
    ];
  } finally {
    await close(ours, many);
  }
}

async function amongHanging(site: Site): Promise<Measure[]> {
  const directory = join(site.directory, 'among-hanging');
  const many = await multiplyClusters([site.fleet.cluster('legacy')], { count: 9, kubeconfigDirectory: directory });
  const ours = await startOurs(directory);
  const call = (name: string | undefined): Promise<unknown> =>
    ours.callTool('pods_list_in_namespace', { cluster: name, namespace: SMALL_NAMESPACE });
  try {
    const [healthy, ...others] = many.endpoints;
    await times(60, () => call(healthy?.name));
    const alone = await times(60, () => call(healthy?.name));
    for (const { faults } of others) faults.hang();
    const waiting = others.map(({ name }) => call(name));
    const among = await times(60, () => call(healthy?.name));
    for (const { faults } of others) faults.resume();
    await Promise.all(waiting);
    return [
      {
        name: 'a call to a healthy cluster while 8 others hang, median',
        value: median(among),
        unit: 'ms',
        others: { alone: median(alone) },
      },
    ];
  } finally {
    await close(ours, many);
  }
}

async function status(client: StdioClient): Promise<StatusAnswer> {
  const startedAt = Date.now();
  let clusters: { status: string; observed_at?: string }[] = [];
  const milliseconds = await timed(async () => {
    const { result } = await client.request('tools/call', { name: 'clusters_status', arguments: { limit: 0 } });
    ({ clusters } = (result as { structuredContent: { clusters: typeof clusters } }).structuredContent);
  });
  const ready = clusters
    .filter((cluster) => cluster.status === 'Ready')
    .map((cluster) => Date.parse(cluster.observed_at ?? '') - startedAt);
  return { milliseconds, ready };
}

async function close(client: StdioClient, many: MultipliedCluster): Promise<void> {
  await client.close();
  await many.close();
}
