import { FleetError } from '../errors.js';
import { apiPath } from './api-path.js';
import type { Discovery } from './discovery.js';
import type { ServedKind } from './kind-names.js';
import type { ClusterSession, ResourceLocation, ResourceReference } from './session.js';

/** What is asked for, before its kind is known. */
export interface PathRequest {
  readonly resource: ResourceReference;
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  readonly subresource?: string | undefined;
  readonly signal: AbortSignal;
}

/**
 * The kind and the path of a list or an object. An object of a namespaced kind without a namespace is looked for in the
 * namespace of the kubeconfig; a list without one means all namespaces. Errors name the cluster.
 * @throws FleetError KIND_UNKNOWN, INPUT_INVALID for a namespace that the kind does not have, and for bad names.
 */
export async function resolvePath(session: ClusterSession, discovery: Discovery, wanted: PathRequest): Promise<ResourceLocation> {
  const cluster = session.cluster.name;
  try {
    const kind = await discovery.resolve(wanted.resource, (request) => session.request(request), wanted.signal);
    if (wanted.namespace !== undefined && !kind.namespaced) {
      throw new FleetError('INPUT_INVALID', `${kind.kind} is not in a namespace: leave namespace out.`, {
        details: { parameter: 'namespace', kind: kind.kind },
      });
    }
    const { apiVersion, plural, nameRule } = kind;
    const needsNamespace = wanted.name !== undefined && wanted.namespace === undefined && kind.namespaced;
    const namespace = needsNamespace ? await session.defaultNamespace(wanted.signal) : wanted.namespace;
    const { name, subresource } = wanted;
    return { kind, path: apiPath({ apiVersion, plural, namespace, name, nameRule, subresource }), namespace };
  } catch (thrown) {
    throw FleetError.isInstance(thrown) ? thrown.withCluster(cluster) : thrown;
  }
}

/** A 404 that names no object means that the server does not know the kind: a custom resource may have been removed. */
export function unknownKind(thrown: unknown, kind: ServedKind, discovery: Discovery, cluster: string): unknown {
  if (!FleetError.isInstance(thrown) || thrown.code !== 'NOT_FOUND' || thrown.details?.['object'] !== undefined) return thrown;
  discovery.forget(kind.apiVersion);
  return new FleetError('KIND_UNKNOWN', `Cluster "${cluster}" does not serve ${kind.kind} of ${kind.apiVersion}.`, {
    cluster,
    cause: thrown,
    details: thrown.details,
  });
}
