import type { ServerResponse } from 'node:http';
import { sendJson } from '../https-server.js';
import type { RancherState } from './stand-in-rancher.js';

type CollectionItem = Readonly<Record<string, string | number | boolean | object>>;

/** What a cluster has in the collections of `/v3`, beside its id. */
export interface ClusterCollections {
  projects?: CollectionItem[];
  nodepools?: CollectionItem[];
  nodes?: CollectionItem[];
}

/** `/v3/{projects,nodepools,nodes}`, filtered by `clusterId` and in pages like the clusters. False for any other path. */
export function answerCollection({ clusters, knobs, url: own }: RancherState, url: URL, response: ServerResponse): boolean {
  const name = /^\/v3\/(projects|nodepools|nodes)$/.exec(url.pathname)?.[1] as keyof ClusterCollections | undefined;
  if (name === undefined) return false;
  const wanted = url.searchParams.get('clusterId');
  const every = clusters
    .filter(({ id }) => wanted === null || id === wanted)
    .flatMap(({ id, collections }) => (collections?.[name] ?? []).map((item) => ({ clusterId: id, state: 'active', ...item })))
    .map((item, index) => ({ ...item, type: name.slice(0, -1), id: `${item.clusterId}:x-${String(index).padStart(5, '0')}` }));
  const limit = Math.min(Number(url.searchParams.get('limit') ?? 1000), knobs.pageLimit ?? 1000);
  const start = Math.max(
    0,
    every.findIndex(({ id }) => id === url.searchParams.get('marker')),
  );
  const next = every[start + limit];
  const link = next === undefined ? {} : { next: `${own}/v3/${name}?limit=${String(limit)}&marker=${next.id}`, partial: true };
  sendJson(response, { type: 'collection', pagination: { limit, total: every.length, ...link }, data: every.slice(start, start + limit) });
  return true;
}
