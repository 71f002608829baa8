import { createFleet } from '../../src/index.js';
import { bareClient } from '../bare-request.js';
import { directKubeconfigs } from '../direct-kubeconfigs.js';
import { apiAccess } from '../http/rest-site.js';
import { median, timed, type Measure } from '../measure.js';
import { LARGE_NAMESPACE, SMALL_NAMESPACE, type Site } from '../site.js';

const ROUNDS = 150;

/** Reads of the library, text included, against the same request made by hand, by turns in one process: what we add to the server's time. */
export async function readingScenario(site: Site): Promise<Measure[]> {
  const fleet = createFleet({ kubeconfigDir: await directKubeconfigs(site) });
  const { server, ca: certificateAuthority, cert: certificate, key } = apiAccess(site);
  const bare = bareClient({ server, certificateAuthority, certificate, key });
  const pods = (namespace: string, query: string): string => `/api/v1/namespaces/${namespace}/pods?includeObject=None&${query}`;
  const reads = [
    { what: 'a small namespace', namespace: SMALL_NAMESPACE, more: {}, path: pods(SMALL_NAMESPACE, 'limit=200'), rounds: ROUNDS },
    { what: '100 pods', namespace: 'hundred', more: {}, path: pods('hundred', 'limit=200'), rounds: ROUNDS },
    {
      what: '2,000 pods, all rows',
      namespace: LARGE_NAMESPACE,
      more: { limit: 0 },
      path: pods(LARGE_NAMESPACE, 'resourceVersion=0'),
      rounds: 25,
    },
  ];
  try {
    const measures: Measure[] = [];
    for (const { what, namespace, more, path, rounds } of reads) {
      const ours = async (): Promise<void> => {
        (await fleet.call({ operation: 'pods_list_in_namespace', input: { cluster: 'legacy', namespace, ...more } })).text();
      };
      const mine: number[] = [];
      const floor: number[] = [];
      for (let round = -10; round < rounds; round += 1) {
        const [mineTook, floorTook] = [await timed(ours), await timed(() => bare.get(path))];
        if (round < 0) continue;
        mine.push(mineTook);
        floor.push(floorTook);
      }
      measures.push({
        name: `library: list of ${what}, over the bare request, medians`,
        value: median(mine) / median(floor),
        unit: 'times',
        must: { bound: 1.3, kind: 'at-most' },
      });
    }
    return measures;
  } finally {
    bare.close();
    await fleet.close();
  }
}
