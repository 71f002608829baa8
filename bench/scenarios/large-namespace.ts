import { bareClient } from '../bare-request.js';
import { directKubeconfigs } from '../direct-kubeconfigs.js';
import { apiAccess } from '../http/rest-site.js';
import { kubectlLists } from '../kubectl.js';
import { median, timed, times, type Measure } from '../measure.js';
import { seedPendingPods } from '../seed-pods.js';
import { startOurs } from '../servers.js';
import { SMALL_NAMESPACE, type Site } from '../site.js';
import type { StdioClient } from '../stdio-client.js';

const NAMESPACE = 'ten-thousand';
const COUNT = 10_000;
const PATH = `/api/v1/namespaces/${NAMESPACE}/pods?includeObject=None`;

/** A namespace of 10,000 pods: the usual answer, all rows, memory, and how long others wait meanwhile. */
export async function largeNamespaceScenario(site: Site): Promise<Measure[]> {
  await seedPendingPods(site.fleet.cluster('legacy'), NAMESPACE, COUNT);
  const { server, ca: certificateAuthority, cert: certificate, key } = apiAccess(site);
  const bare = bareClient({ server, certificateAuthority, certificate, key });
  const ours = await startOurs(await directKubeconfigs(site));
  try {
    return [...(await usualAnswer(ours, bare)), ...(await allRows(site, ours, bare)), ...(await neighbours(ours))];
  } finally {
    bare.close();
    await ours.close();
  }
}

async function usualAnswer(ours: StdioClient, bare: ReturnType<typeof bareClient>): Promise<Measure[]> {
  const first = await list(ours, {});
  const mine: number[] = [];
  const floor: number[] = [];
  for (let round = 0; round < 30; round += 1) {
    mine.push(await timed(() => list(ours, {})));
    floor.push(await timed(() => bare.get(`${PATH}&limit=200`)));
  }
  return [
    {
      name: '10,000 pods, usual answer, median',
      value: median(mine),
      unit: 'ms',
      must: { bound: 300, kind: 'at-most' },
      others: { 'bare request': median(floor) },
    },
    { name: '10,000 pods, usual answer, text', value: Buffer.byteLength(first) / 1024, unit: 'KB', must: { bound: 25, kind: 'at-most' } },
  ];
}

async function allRows(site: Site, ours: StdioClient, bare: ReturnType<typeof bareClient>): Promise<Measure[]> {
  const text = await list(ours, { limit: 0 });
  const rows = text.split('\n').filter((line) => line.startsWith('pod-')).length;
  if (rows !== COUNT) throw new Error(`The list has ${String(rows)} rows, not ${String(COUNT)}.`);
  const mine: number[] = [];
  const floor: number[] = [];
  for (let round = 0; round < 10; round += 1) {
    mine.push(await timed(() => list(ours, { limit: 0 })));
    floor.push(await timed(() => bare.get(`${PATH}&resourceVersion=0`)));
  }
  const kubectl = median(await kubectlLists(site, NAMESPACE, 3));
  const slower = Number.isNaN(kubectl) ? {} : { must: { bound: kubectl, kind: 'at-most' as const } };
  return [
    {
      name: '10,000 pods, all rows, median',
      value: median(mine),
      unit: 'ms',
      ...slower,
      others: { 'bare request, watch cache': median(floor), ...(Number.isNaN(kubectl) ? {} : { kubectl }) },
    },
    { name: 'memory after eleven such lists', value: ours.residentMegabytes(), unit: 'MB', must: { bound: 200, kind: 'at-most' } },
  ];
}

/** What others wait while all rows are listed: a ping, and a small list of another cluster. */
async function neighbours(ours: StdioClient): Promise<Measure[]> {
  const ping = (): Promise<unknown> => ours.request('ping', {});
  const small = (): Promise<unknown> => ours.callTool('pods_list_in_namespace', { cluster: 'current', namespace: SMALL_NAMESPACE });
  await times(20, small);
  const usual = median(await times(30, small));
  const waits = { ping: [] as number[], small: [] as number[], idle: [] as number[] };
  for (let round = 0; round < 10; round += 1) {
    const startedAt = performance.now();
    waits.ping.push(await longestDuring(listUnread(ours), ping));
    const taken = performance.now() - startedAt;
    waits.small.push((await longestDuring(listUnread(ours), small)) - usual);
    // What this machine makes a ping wait anyway, for as long as a list takes.
    waits.idle.push(await longestDuring(new Promise((resolve) => setTimeout(resolve, taken)), ping));
  }
  return [
    {
      name: 'ping during such a list, longest, median of 10',
      value: median(waits.ping),
      unit: 'ms',
      must: { bound: 20, kind: 'at-most' },
      others: { 'with nothing else to do': median(waits.idle) },
    },
    {
      name: 'small list of another cluster meanwhile, longest delay, median of 10',
      value: median(waits.small),
      unit: 'ms',
      must: { bound: 20, kind: 'at-most' },
    },
  ];
}

async function longestDuring(work: Promise<unknown>, call: () => Promise<unknown>): Promise<number> {
  const state = { done: false };
  const ended = work.finally(() => (state.done = true));
  let longest = 0;
  while (!state.done) longest = Math.max(longest, await timed(call));
  await ended;
  return longest;
}

/** All rows; that there were all of them was seen before. */
async function listUnread(ours: StdioClient): Promise<void> {
  const input = { cluster: 'legacy', namespace: NAMESPACE, limit: 0 };
  const bytes = await ours.callUnread('pods_list_in_namespace', input);
  if (bytes < COUNT * 40) throw new Error(`The list has ${String(bytes)} bytes only.`);
}

async function list(ours: StdioClient, more: object): Promise<string> {
  const { text, isError } = await ours.callTool('pods_list_in_namespace', { cluster: 'legacy', namespace: NAMESPACE, ...more });
  if (isError) throw new Error(text);
  return text;
}
