import { join } from 'node:path';
import { multiplyClusters } from '../../src/testing/index.js';
import { times, type Measure } from '../measure.js';
import { startOurs, startPeer } from '../servers.js';
import { LARGE_NAMESPACE, SMALL_NAMESPACE, type Site } from '../site.js';

/** Resident memory when idle, and after work on ten clusters and large lists. */
export async function memoryScenario(site: Site): Promise<Measure[]> {
  const directory = join(site.directory, 'ten');
  const ten = await multiplyClusters([site.fleet.cluster('legacy')], { count: 10, kubeconfigDirectory: directory });
  const ours = await startOurs(directory);
  const peer = await startPeer(site, site.mergedKubeconfig);
  try {
    await settle();
    const idle = ours.residentMegabytes();
    await ours.request('tools/list', {});
    await settle();
    const listed = ours.residentMegabytes();
    const peerIdle = peer?.residentMegabytes();
    for (let round = 0; round < 100; round += 1) {
      await Promise.all(
        ten.endpoints.map(({ name }) => ours.callTool('pods_list_in_namespace', { cluster: name, namespace: SMALL_NAMESPACE })),
      );
    }
    await times(10, () =>
      ours.callTool('pods_list_in_namespace', { cluster: ten.endpoints[0]?.name, namespace: LARGE_NAMESPACE, limit: 0 }),
    );
    const peerInput = { context: 'legacy', namespace: LARGE_NAMESPACE };
    if (peer !== undefined) await times(10, () => peer.callTool('pods_list_in_namespace', peerInput));
    await settle();
    const worked = ours.residentMegabytes();
    const named = (value: number | undefined): Record<string, number> | undefined =>
      value === undefined ? undefined : { 'kubernetes-mcp-server': value };
    return [
      { name: 'memory, idle', value: idle, unit: 'MB', must: { bound: 70, kind: 'at-most' }, others: named(peerIdle) },
      { name: 'memory, idle after tools/list', value: listed, unit: 'MB' },
      {
        name: 'memory after 1,000 calls to 10 clusters and ten 2,000-pod lists',
        value: worked,
        unit: 'MB',
        must: { bound: 110, kind: 'at-most' },
        others: named(peer?.residentMegabytes()),
      },
    ];
  } finally {
    await Promise.all([ours.close(), peer?.close()]);
    await ten.close();
  }
}

/** Idle means idle: what is loaded in the background after the handshake has been loaded. */
function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 3000));
}
