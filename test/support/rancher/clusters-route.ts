import type { ServerResponse } from 'node:http';
import { sendJson } from '../https-server.js';
import { dropsAfter } from './failures.js';
import { kubeconfigOf } from './kubeconfig.js';
import type { RancherCluster, RancherState } from './stand-in-rancher.js';
import type { TokenRecord } from './tokens.js';

const DEFAULT_LIMIT = 1000;

interface ClustersCall {
  readonly url: URL;
  readonly method: string;
  readonly token: TokenRecord;
  readonly response: ServerResponse;
}

/** `/v3/clusters[/ID][?action=generateKubeconfig]`, and the newer `/v1` of the same. */
export function answerClusters(state: RancherState, { url, method, token, response }: ClustersCall): void {
  const v1 = url.pathname.startsWith('/v1/');
  const id = url.pathname.replace(/^\/(v3\/clusters|v1\/management\.cattle\.io\.clusters)\/?/, '');
  if (id === '') {
    sendJson(response, v1 ? steveList(state) : page(state, url));
    return;
  }
  const cluster = state.clusters.find((each) => each.id === id);
  if (cluster === undefined) {
    const message = `clusters.management.cattle.io "${id}" not found`;
    sendJson(response, { baseType: 'error', code: 'NotFound', message, status: 404, type: 'error' }, 404);
    return;
  }
  if (url.searchParams.get('action') !== 'generateKubeconfig') {
    sendJson(response, v1 ? steve(cluster) : norman(state, cluster));
    return;
  }
  if (method !== 'POST') {
    sendJson(response, { baseType: 'error', code: 'ActionNotAvailable', status: 404, type: 'error' }, 404);
    return;
  }
  if (v1) {
    response.writeHead(302, { location: `${linkBase(state)}/v3/clusters/${id}?action=generateKubeconfig` }).end();
    return;
  }
  const minted = state.knobs.generateToken
    ? state.tokens.mint({
        user: token.user,
        kind: 'kubeconfig',
        description: 'Kubeconfig token',
        ttl: state.knobs.tokenLifeMs,
        cluster: cluster.direct === undefined ? undefined : id,
      })
    : undefined;
  if (dropsAfter(state.knobs.failures, url.pathname)) {
    response.destroy();
    return;
  }
  sendJson(response, {
    baseType: 'generateKubeConfigOutput',
    config: state.knobs.tamper(kubeconfigOf(state, cluster, minted?.bearer)),
    type: 'generateKubeconfigOutput',
  });
}

/** The marker is the id of the first cluster of a page; one that is gone starts from the beginning. */
function page(state: RancherState, url: URL): object {
  const { knobs } = state;
  const wanted = url.searchParams.get('name');
  const every = state.clusters.filter(({ name }) => wanted === null || name === wanted).sort((a, b) => (a.id < b.id ? -1 : 1));
  const asked = Number(url.searchParams.get('limit') ?? DEFAULT_LIMIT);
  const limit = Math.min(Number.isInteger(asked) && asked >= 0 ? asked : DEFAULT_LIMIT, knobs.pageLimit ?? DEFAULT_LIMIT);
  const marker = url.searchParams.get('marker');
  const start = Math.max(
    0,
    every.findIndex(({ id }) => id === marker),
  );
  const shown = every.slice(start, start + limit);
  const next = every[start + limit];
  const link = (id: string): string => `${linkBase(state)}/v3/clusters?limit=${String(limit)}&marker=${id}`;
  const list = {
    type: 'collection',
    resourceType: 'cluster',
    links: { self: `${linkBase(state)}/v3/clusters` },
    actions: {},
    pagination: { limit, total: every.length, ...(next === undefined ? {} : { next: link(next.id), partial: true }) },
    data: shown.map((cluster) => norman(state, cluster)),
  };
  if (next !== undefined) knobs.betweenPages?.();
  return list;
}

function norman(state: RancherState, cluster: RancherCluster): object {
  const { id, name, state: word = 'active', provider = 'rke2', labels = {}, nodeCount = 3, kubernetesVersion, direct } = cluster;
  const self = `${linkBase(state)}/v3/clusters/${id}`;
  return {
    id,
    type: 'cluster',
    baseType: 'cluster',
    name,
    created: '2024-05-01T10:11:12Z',
    internal: id === 'local',
    state: word,
    transitioning: word === 'active' ? 'no' : word === 'error' ? 'error' : 'yes',
    transitioningMessage: cluster.transitioningMessage ?? '',
    driver: provider,
    provider,
    nodeCount,
    labels,
    annotations: {},
    ...(kubernetesVersion === undefined ? {} : { version: { gitVersion: kubernetesVersion } }),
    ...(direct === undefined
      ? {}
      : {
          localClusterAuthEndpoint: {
            enabled: true,
            ...(direct.nodes === undefined ? { fqdn: new URL(direct.url).host } : {}),
            caCerts: direct.authority,
          },
        }),
    conditions: cluster.conditions ?? [
      { type: 'Ready', status: word === 'active' ? 'True' : 'False' },
      { type: 'Connected', status: word === 'active' ? 'True' : 'False' },
    ],
    links: { self },
    actions: { generateKubeconfig: `${self}?action=generateKubeconfig` },
  };
}

function steveList(state: RancherState): object {
  const { clusters } = state;
  return {
    type: 'collection',
    resourceType: 'management.cattle.io.cluster',
    revision: '1',
    count: clusters.length,
    pages: 1,
    data: clusters.map(steve),
  };
}

function steve({ id, name, state = 'active', provider = 'rke2', nodeCount = 3 }: RancherCluster): object {
  const metadata = { name: id, labels: {}, state: { name: state, error: false, transitioning: state !== 'active', message: '' } };
  return {
    id,
    type: 'management.cattle.io.cluster',
    metadata,
    spec: { displayName: name, internal: id === 'local' },
    status: { provider, nodeCount, conditions: [] },
  };
}

function linkBase({ knobs, url }: RancherState): string {
  return knobs.linkHost === undefined ? url : `http://${knobs.linkHost}`;
}
