import { median, percentile, timed, times, type Measure } from '../measure.js';
import { startOurs, startPeer } from '../servers.js';
import { LARGE_COUNT, LARGE_NAMESPACE, SMALL_NAMESPACE, type Site } from '../site.js';
import type { StdioClient } from '../stdio-client.js';
import { bareClient } from '../bare-request.js';
import { kubectlLists } from '../kubectl.js';

const WARM_RUNS = 200;

/** Lists over stdio against the bare request, kubectl and the peer, on the same API server. */
export async function listingScenario(site: Site): Promise<Measure[]> {
  const ours = await startOurs(site.fleet.kubeconfigDirectory);
  const peer = await startPeer(site, site.mergedKubeconfig);
  const bare = bareOf(site);
  try {
    return [
      ...(await toolsList(ours, peer)),
      ...(await smallLists(site, ours, peer, bare)),
      ...(await largeList(site, ours, peer, bare)),
      ...(await hundred(ours, peer, bare)),
    ];
  } finally {
    bare.close();
    await Promise.all([ours.close(), peer?.close()]);
  }
}

async function toolsList(ours: StdioClient, peer: StdioClient | undefined): Promise<Measure[]> {
  const first = await ours.request('tools/list', {});
  const taken = await times(30, () => ours.request('tools/list', {}));
  const { tools } = first.result as { tools: unknown[] };
  const peers = peer === undefined ? undefined : await peer.request('tools/list', {});
  return [
    {
      name: 'tools/list per operation',
      value: first.bytes / 1024 / tools.length,
      unit: 'KB',
      must: { bound: 1, kind: 'at-most' },
      others:
        peers === undefined
          ? undefined
          : { 'kubernetes-mcp-server': peers.bytes / 1024 / (peers.result as { tools: unknown[] }).tools.length },
    },
    { name: 'tools/list', value: median(taken), unit: 'ms', must: { bound: 5, kind: 'at-most' } },
  ];
}

async function smallLists(
  site: Site,
  ours: StdioClient,
  peer: StdioClient | undefined,
  bare: ReturnType<typeof bareClient>,
): Promise<Measure[]> {
  const input = { cluster: 'legacy', namespace: SMALL_NAMESPACE };
  const peerInput = { context: 'legacy', namespace: SMALL_NAMESPACE };
  const path = `/api/v1/namespaces/${SMALL_NAMESPACE}/pods?includeObject=None&limit=200`;
  await times(50, () => ours.callTool('pods_list_in_namespace', input));
  await times(20, () => bare.get(path));
  const mine: number[] = [];
  const floor: number[] = [];
  for (let round = 0; round < WARM_RUNS / 10; round += 1) {
    mine.push(...(await times(10, () => answered(ours.callTool('pods_list_in_namespace', input)))));
    floor.push(...(await times(10, () => bare.get(path))));
  }
  const atOnce = await times(10, () => eight(() => answered(ours.callTool('pods_list_in_namespace', input))));
  if (peer !== undefined) await peer.callTool('pods_list_in_namespace', peerInput);
  const theirs = peer === undefined ? [] : await times(20, () => answered(peer.callTool('pods_list_in_namespace', peerInput)));
  const theirsAtOnce =
    peer === undefined ? [] : await times(3, () => eight(() => answered(peer.callTool('pods_list_in_namespace', peerInput))));
  const named = (values: readonly number[]): Record<string, number> =>
    values.length === 0 ? {} : { 'kubernetes-mcp-server': median(values) };
  return [
    {
      name: 'list of a small namespace, warm, median',
      value: median(mine),
      unit: 'ms',
      must: { bound: 4, kind: 'at-most' },
      others: { 'bare request': median(floor), ...named(theirs), ...kubectlMedian(await kubectlLists(site, SMALL_NAMESPACE, 10)) },
    },
    { name: 'list of a small namespace, warm, 99th percentile', value: percentile(mine, 0.99), unit: 'ms' },
    { name: 'the same, 8 at once', value: median(atOnce), unit: 'ms', must: { bound: 20, kind: 'at-most' }, others: named(theirsAtOnce) },
  ];
}

async function largeList(
  site: Site,
  ours: StdioClient,
  peer: StdioClient | undefined,
  bare: ReturnType<typeof bareClient>,
): Promise<Measure[]> {
  const input = { cluster: 'legacy', namespace: LARGE_NAMESPACE, limit: 0 };
  const path = `/api/v1/namespaces/${LARGE_NAMESPACE}/pods?includeObject=None`;
  const { text } = await ours.callTool('pods_list_in_namespace', input);
  const rows = text.split('\n').filter((line) => line.startsWith('pod-')).length;
  if (rows !== LARGE_COUNT) throw new Error(`The large list has ${String(rows)} rows, not ${String(LARGE_COUNT)}.`);
  await times(3, () => ours.callTool('pods_list_in_namespace', input));
  const mine: number[] = [];
  const cached: number[] = [];
  const stored: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < 15; round += 1) {
    mine.push(await timed(() => answered(ours.callTool('pods_list_in_namespace', input))));
    cached.push(await timed(() => bare.get(`${path}&resourceVersion=0`)));
    stored.push(await timed(() => bare.get(path)));
    if (peer !== undefined && round < 5)
      theirs.push(await timed(() => answered(peer.callTool('pods_list_in_namespace', { context: 'legacy', namespace: LARGE_NAMESPACE }))));
  }
  return [
    {
      name: `${String(LARGE_COUNT)} pods of one namespace, all rows, median`,
      value: median(mine),
      unit: 'ms',
      must: { bound: 90, kind: 'at-most' },
      others: {
        'bare request, watch cache': median(cached),
        'bare request, etcd': median(stored),
        ...(theirs.length === 0 ? {} : { 'kubernetes-mcp-server': median(theirs) }),
        ...kubectlMedian(await kubectlLists(site, LARGE_NAMESPACE, 3)),
      },
    },
  ];
}

async function hundred(ours: StdioClient, peer: StdioClient | undefined, bare: ReturnType<typeof bareClient>): Promise<Measure[]> {
  const input = { cluster: 'legacy', namespace: 'hundred' };
  const mine = await ours.callTool('pods_list_in_namespace', input);
  const theirs = await peer?.callTool('pods_list_in_namespace', { context: 'legacy', namespace: 'hundred' });
  const taken: number[] = [];
  const floor: number[] = [];
  for (let round = 0; round < 100; round += 1) {
    taken.push(await timed(() => answered(ours.callTool('pods_list_in_namespace', input))));
    floor.push(await timed(() => bare.get('/api/v1/namespaces/hundred/pods?includeObject=None&limit=200')));
  }
  return [
    {
      name: '100 pods listed, text',
      value: mine.text.length / 1024,
      unit: 'KB',
      must: { bound: 6, kind: 'at-most' },
      others: theirs === undefined ? undefined : { 'kubernetes-mcp-server': theirs.text.length / 1024 },
    },
    {
      name: '100 pods listed, over the bare request, medians',
      value: median(taken) / median(floor),
      unit: 'times',
      must: { bound: 1.3, kind: 'at-most' },
      others: undefined,
    },
  ];
}

function kubectlMedian(values: readonly number[]): Record<string, number> {
  return values.length === 0 ? {} : { kubectl: median(values) };
}

function eight(run: () => Promise<unknown>): Promise<unknown> {
  return Promise.all(Array.from({ length: 8 }, run));
}

async function answered(call: ReturnType<StdioClient['callTool']>): Promise<void> {
  const { isError, text } = await call;
  if (isError) throw new Error(text);
}

function bareOf(site: Site): ReturnType<typeof bareClient> {
  const cluster = site.fleet.cluster('legacy');
  const { clusters, users } = cluster.kubeconfig('admin');
  const decode = (value: string | boolean | undefined): string => Buffer.from(String(value), 'base64').toString();
  return bareClient({
    server: String(clusters[0].cluster['server']),
    certificateAuthority: cluster.certificateAuthority,
    certificate: decode(users[0].user['client-certificate-data']),
    key: decode(users[0].user['client-key-data']),
  });
}
