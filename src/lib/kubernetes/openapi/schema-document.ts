import type { ClusterContext } from '../../context.js';
import { FleetError } from '../../errors.js';
import { isRecord } from '../../platform/plain-records.js';

/** The schemas of one group version, by the name that references use. */
export type Schemas = Readonly<Record<string, unknown>>;

interface Kept {
  readonly url: string;
  readonly schemas: Schemas;
}

/** Documents kept for each cluster; one is 0.1 to 1 MB. */
const MOST_KEPT = 4;

/** Goes with the descriptor: a cluster whose connection data changed is asked anew. */
const keptByCluster = new WeakMap<object, Map<string, Kept>>();

/**
 * The OpenAPI v3 schemas of one group version, from the cluster itself (served since 1.24). The address of a document holds the hash
 * of its content, so what is kept is as fresh as the short list of addresses, which is read each time.
 * @throws FleetError NOT_FOUND where a cluster publishes none for this version
 */
export async function readSchemas({ cluster, signal }: ClusterContext, apiVersion: string): Promise<Schemas> {
  const key = apiVersion.includes('/') ? `apis/${apiVersion}` : `api/${apiVersion}`;
  const list = (await cluster.request({ path: '/openapi/v3', signal })).json();
  const entry = isRecord(list) && isRecord(list['paths']) ? list['paths'][key] : undefined;
  const url = isRecord(entry) ? entry['serverRelativeURL'] : undefined;
  if (typeof url !== 'string') {
    throw new FleetError('NOT_FOUND', `Cluster "${cluster.cluster.name}" publishes no schema for ${apiVersion}.`, {
      cluster: cluster.cluster.name,
      hint: 'api_resources lists what the cluster serves. Aggregated API servers may publish no schema.',
    });
  }
  const documents = keptByCluster.get(cluster.cluster) ?? new Map<string, Kept>();
  keptByCluster.set(cluster.cluster, documents);
  const kept = documents.get(key);
  if (kept?.url === url) return kept.schemas;
  const [path = '', search = ''] = url.split('?');
  const document = (await cluster.request({ path, query: Object.fromEntries(new URLSearchParams(search)), signal })).json();
  const components = isRecord(document) && isRecord(document['components']) ? document['components'] : {};
  const schemas = isRecord(components['schemas']) ? components['schemas'] : {};
  documents.delete(key);
  documents.set(key, { url, schemas });
  for (const oldest of documents.keys()) if (documents.size > MOST_KEPT) documents.delete(oldest);
  return schemas;
}

/** The schema of a kind in a document. */
export function schemaOfKind(schemas: Schemas, apiVersion: string, kind: string): unknown {
  const [version, group = ''] = apiVersion.split('/').reverse();
  return Object.values(schemas).find((schema) => {
    const kinds = isRecord(schema) ? schema['x-kubernetes-group-version-kind'] : undefined;
    return (
      Array.isArray(kinds) &&
      kinds.some((one) => isRecord(one) && one['kind'] === kind && one['version'] === version && one['group'] === group)
    );
  });
}
