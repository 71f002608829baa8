import type { ListResourcesResult, ListResourceTemplatesResult, ReadResourceResult, Resource } from '@modelcontextprotocol/server';
import { toFleetError, type CallLimits, type Fleet } from '../../index.js';
import { offers, requestErrorFrom, textOf } from './fleet-text.js';
import { INVALID_PARAMS, RequestError } from './request-error.js';
import type { Exchange } from './surface.js';

const OVERVIEW_URI = 'fleet://clusters';
const PAGE = 100;

const OVERVIEW: Resource = {
  uri: OVERVIEW_URI,
  name: 'clusters',
  title: 'Fleet overview',
  description: 'Status of all clusters as a table, probed when read.',
  mimeType: 'text/plain',
};

/** The overview and one resource per cluster, in pages of a hundred. Connects to no cluster. */
export async function listResources(fleet: Fleet, cursor: string | undefined, exchange: Exchange): Promise<ListResourcesResult> {
  const { caller, limits, signal } = exchange;
  if (!offers(fleet, 'clusters_status', limits)) return { resources: [] };
  const first = cursor === undefined ? [OVERVIEW] : [];
  if (!offers(fleet, 'clusters_list', limits)) return { resources: first };
  try {
    const page = await fleet.run('clusters_list', { limit: PAGE, continue: cursor }, { caller, limits, signal });
    return {
      resources: [...first, ...page.clusters.map(({ name, environment }) => resourceOf(name, environment))],
      ...(page.continue === undefined ? {} : { nextCursor: page.continue }),
    };
  } catch (thrown) {
    throw requestErrorFrom(thrown);
  }
}

export function listResourceTemplates(fleet: Fleet, limits: CallLimits): ListResourceTemplatesResult {
  if (!offers(fleet, 'clusters_status', limits)) return { resourceTemplates: [] };
  return {
    resourceTemplates: [
      {
        uriTemplate: `${OVERVIEW_URI}/{cluster}`,
        name: 'cluster',
        title: 'Cluster detail',
        description: 'Status of one cluster in detail, probed when read.',
        mimeType: 'text/plain',
      },
    ],
  };
}

/** @throws RequestError -32602 for a URI that names nothing, -32603 when the answer could not be had. */
export async function readResource(fleet: Fleet, uri: string, exchange: Exchange): Promise<ReadResourceResult> {
  const cluster = clusterOf(uri);
  if (!offers(fleet, 'clusters_status', exchange.limits) || (cluster === undefined && uri !== OVERVIEW_URI)) throw notFound(uri);
  try {
    const text = await textOf(fleet, 'clusters_status', cluster === undefined ? {} : { cluster }, exchange);
    return { contents: [{ uri, mimeType: 'text/plain', text }] };
  } catch (thrown) {
    const error = toFleetError(thrown);
    throw error.code === 'CLUSTER_UNKNOWN' ? notFound(uri, error.message) : requestErrorFrom(error);
  }
}

function resourceOf(cluster: string, environment: string): Resource {
  return {
    uri: `${OVERVIEW_URI}/${encodeURIComponent(cluster)}`,
    name: cluster,
    title: `${cluster} (${environment})`,
    description: `Status of cluster ${cluster} in detail.`,
    mimeType: 'text/plain',
  };
}

function clusterOf(uri: string): string | undefined {
  const encoded = uri.startsWith(`${OVERVIEW_URI}/`) ? uri.slice(OVERVIEW_URI.length + 1) : '';
  if (encoded === '' || encoded.includes('/')) return undefined;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}

function notFound(uri: string, why = ''): RequestError {
  return new RequestError(INVALID_PARAMS, `Resource not found: ${uri.slice(0, 200)}. ${why}`.trim(), { uri });
}
