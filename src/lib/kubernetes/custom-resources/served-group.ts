import type { ClusterContext, ResourceReference } from '../../context.js';
import { FleetError } from '../../errors.js';
import { recordsAt, textAt } from '../object-values.js';

/** What an API group belongs to. */
export interface Product {
  /** As people call it: `Argo CD`. */
  readonly product: string;
  readonly group: string;
  /** Versions whose shape is known here, the best first: `v1`, `v1beta1`. */
  readonly versions: readonly string[];
}

/** An API group of custom resources that a cluster serves. */
export interface ServedGroup {
  readonly product: Product;
  /** API versions that it serves, the best known first, then those that are not known here. */
  readonly apiVersions: readonly string[];
}

/**
 * Asks which versions of a group there are. One request.
 * @throws FleetError KIND_UNKNOWN when the product is not installed
 */
export async function openGroup(context: ClusterContext, product: Product): Promise<ServedGroup> {
  const found = await findGroup(context, product);
  if (found === undefined) throw notInstalled(context, product);
  return found;
}

/** The same where a product may be absent. */
export async function findGroup(context: ClusterContext, product: Product): Promise<ServedGroup | undefined> {
  const group = await readGroup(context, product.group);
  if (group === undefined) return undefined;
  const served = recordsAt(group, 'versions').flatMap((version) => textAt(version, 'version') ?? []);
  const known = product.versions.filter((version) => served.includes(version));
  const others = served.filter((version) => !known.includes(version));
  return { product, apiVersions: [...known, ...others].map((version) => `${product.group}/${version}`) };
}

/**
 * The version of a kind to read: the best known one in which the group has it.
 * @throws FleetError KIND_UNKNOWN when none of its versions has it
 */
export async function servedKind(context: ClusterContext, { product, apiVersions }: ServedGroup, kind: string): Promise<ResourceReference> {
  const { cluster, signal } = context;
  for (const apiVersion of apiVersions) {
    try {
      await cluster.locate({ apiVersion, kind }, { signal });
      return { apiVersion, kind };
    } catch (thrown) {
      if (!FleetError.isInstance(thrown) || thrown.code !== 'KIND_UNKNOWN') throw thrown;
    }
  }
  const name = cluster.cluster.name;
  throw new FleetError('KIND_UNKNOWN', `Cluster "${name}" serves ${product.group}, but no ${kind} in it (${apiVersions.join(', ')}).`, {
    cluster: name,
    hint: `Install the custom resource definitions of ${product.product} that hold ${kind}, or choose another cluster.`,
    details: { group: product.group, kind, apiVersions },
  });
}

async function readGroup({ cluster, signal }: ClusterContext, group: string): Promise<unknown> {
  try {
    return (await cluster.request({ path: `/apis/${group}`, signal })).json();
  } catch (thrown) {
    if (FleetError.isInstance(thrown) && thrown.code === 'NOT_FOUND') return undefined;
    throw thrown;
  }
}

function notInstalled({ cluster }: ClusterContext, { product, group }: Product): FleetError {
  const { name } = cluster.cluster;
  return new FleetError('KIND_UNKNOWN', `${product} is not installed on cluster "${name}": it serves no ${group}. Nothing was read.`, {
    cluster: name,
    hint: `Choose a cluster that has ${product}, or install its custom resource definitions.`,
    details: { group, product },
  });
}

/** The version of a kind to read, where its group is not needed for anything else. @throws FleetError KIND_UNKNOWN */
export async function openKind(context: ClusterContext, product: Product, kind: string): Promise<ResourceReference> {
  return servedKind(context, await openGroup(context, product), kind);
}
