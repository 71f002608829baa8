import { isRecord, parseJson } from '../../platform/plain-records.js';
import { FleetError } from '../../errors.js';
import { parseRancherCluster, type RancherCluster } from './rancher-cluster.js';
import { rancherFailure } from './rancher-failure.js';
import type { RancherAnswer, RancherRequest } from './rancher-http.js';

const PAGE = 1000;
/** More than any Rancher has; ends a listing that goes round in circles. */
const MOST_PAGES = 100;

/**
 * Every cluster that the token may see, by id. The marker of the next page is taken from the server's link, the link itself never is:
 * behind a proxy it may name another host. A marker that is gone starts from the beginning: pages may repeat, markers may not.
 * @throws FleetError
 */
export async function listRancherClusters(
  rancher: string,
  send: (request: RancherRequest) => Promise<RancherAnswer>,
  signal: AbortSignal,
): Promise<readonly RancherCluster[]> {
  const found = new Map<string, RancherCluster>();
  let marker: string | undefined;
  const markers = new Set<string>();
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await send({ path: '/v3/clusters', query: { limit: PAGE, marker }, signal });
    const body = parseJson(answer.text);
    if (answer.status !== 200 || !isRecord(body) || !Array.isArray(body['data']))
      throw rancherFailure(rancher, 'list its clusters', answer);
    for (const item of body['data']) {
      const cluster = parseRancherCluster(item);
      if (cluster !== undefined) found.set(cluster.id, cluster);
    }
    marker = nextMarker(body['pagination']);
    if (marker === undefined) return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    if (markers.has(marker)) break;
    markers.add(marker);
  }
  throw new FleetError('SOURCE_FAILED', `Rancher "${rancher}" gave its clusters in pages without end; the listing is not complete.`);
}

function nextMarker(pagination: unknown): string | undefined {
  const next = isRecord(pagination) ? pagination['next'] : undefined;
  if (typeof next !== 'string') return undefined;
  try {
    return new URL(next, 'https://rancher.invalid').searchParams.get('marker') ?? undefined;
  } catch {
    return undefined;
  }
}
