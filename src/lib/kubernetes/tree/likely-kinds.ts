import type { ClusterContext, ServedKind } from '../../context.js';

/** Built-in kinds whose objects usually have an owner. */
const USUAL = new Set(
  (
    'pods replicationcontrollers persistentvolumeclaims configmaps secrets services endpoints serviceaccounts replicasets deployments ' +
    'statefulsets daemonsets controllerrevisions jobs cronjobs endpointslices ingresses horizontalpodautoscalers poddisruptionbudgets ' +
    'leases roles rolebindings networkpolicies'
  ).split(' '),
);

/** Over all namespaces only what nodes, and the cluster itself, own. */
const USUAL_OF_CLUSTER = new Set('pods leases csinodes apiservices clusterroles clusterrolebindings'.split(' '));

const MOST_KINDS = 150;

/** Which kinds to look through for what an object owns, and how many there are beside them. */
export interface LikelyKinds {
  readonly kinds: readonly ServedKind[];
  readonly others: number;
}

/**
 * The kinds that may belong to an object: the usual ones, and all of the API groups that the tree has touched already. A cluster may
 * have hundreds of kinds; `all` looks through them too.
 */
export async function likelyKinds(
  { cluster, signal }: ClusterContext,
  options: { readonly namespaced: boolean; readonly groups: ReadonlySet<string>; readonly all: boolean },
): Promise<LikelyKinds> {
  const { kinds } = await cluster.kinds(signal);
  const usual = options.namespaced ? USUAL : USUAL_OF_CLUSTER;
  const possible = kinds.filter(
    (kind, index) =>
      (kind.namespaced || !options.namespaced) &&
      kind.verbs?.includes('list') === true &&
      kind.verbs.includes('watch') &&
      kind.plural !== 'events' &&
      kinds.findIndex((other) => other.plural === kind.plural && groupOf(other) === groupOf(kind)) === index,
  );
  const isLikely = (kind: ServedKind): boolean =>
    (isBuiltIn(kind) && usual.has(kind.plural)) || (!isBuiltIn(kind) && options.groups.has(groupOf(kind)));
  const chosen = possible.filter((kind) => options.all || isLikely(kind)).slice(0, MOST_KINDS);
  return { kinds: chosen, others: possible.length - chosen.length };
}

/** The group of a kind; empty for core. */
export function groupOf({ apiVersion }: { readonly apiVersion: string }): string {
  return /^(.+)\//.exec(apiVersion)?.[1] ?? '';
}

function isBuiltIn(kind: ServedKind): boolean {
  const group = groupOf(kind);
  return !group.includes('.') || group.endsWith('.k8s.io');
}
