import { join } from 'node:path';
import { multiplyClusters } from '../../src/testing/index.js';
import { times, type Measure } from '../measure.js';
import { startOurs } from '../servers.js';
import { SMALL_NAMESPACE, type Site } from '../site.js';

/** Round trips on the wire, counted by the proxy in front of the API server. */
export async function requestsScenario(site: Site): Promise<Measure[]> {
  const directory = join(site.directory, 'counted');
  const one = await multiplyClusters([site.fleet.cluster('legacy')], { count: 2, kubeconfigDirectory: directory });
  const [first, second] = one.endpoints;
  if (first === undefined || second === undefined) throw new Error('There are no endpoints.');
  const ours = await startOurs(directory);
  const list = (cluster: string): Promise<unknown> => ours.callTool('pods_list_in_namespace', { cluster, namespace: SMALL_NAMESPACE });
  try {
    await list(first.name);
    const afterFirst = first.faults.counters();
    await times(20, () => list(first.name));
    const afterWarm = first.faults.counters();
    // The TLS handshake costs the same round trips whatever is asked next: a bare version request shows how many.
    await ours.callTool('clusters_list', {});
    return [
      {
        name: 'requests per warm list',
        value: (afterWarm.roundTrips - afterFirst.roundTrips) / 20,
        unit: 'requests',
        must: { bound: 1, kind: 'at-most' },
      },
      { name: 'connections for 21 lists', value: afterWarm.connections, unit: 'requests', must: { bound: 1, kind: 'at-most' } },
      {
        name: 'round trips of the first list, TLS handshake included',
        value: afterFirst.roundTrips,
        unit: 'requests',
        must: { bound: 3, kind: 'at-most' },
      },
    ];
  } finally {
    await ours.close();
    await one.close();
  }
}
