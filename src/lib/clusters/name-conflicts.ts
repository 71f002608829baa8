import { FleetError } from '../errors.js';
import type { ClusterDescriptor, ClusterOrigin } from './descriptor.js';

/** Clusters whose name is theirs alone, and those that share one. */
export interface NameSplit {
  readonly unique: readonly ClusterDescriptor[];
  /** Name to everything that carries it. Which one a person means cannot be known, so none is used. */
  readonly conflicts: ReadonlyMap<string, readonly ClusterDescriptor[]>;
}

export function splitByName(clusters: readonly ClusterDescriptor[]): NameSplit {
  const byName = new Map<string, ClusterDescriptor[]>();
  for (const cluster of clusters) {
    const same = byName.get(cluster.name);
    if (same === undefined) byName.set(cluster.name, [cluster]);
    else same.push(cluster);
  }
  return {
    unique: clusters.filter((cluster) => byName.get(cluster.name)?.length === 1),
    conflicts: new Map([...byName].filter(([, same]) => same.length > 1)),
  };
}

/** Where a cluster was found, for people: `/home/me/.kube/config (context "prod")`. */
export function describeOrigin(origin: ClusterOrigin): string {
  const place = origin.path ?? origin.source;
  return origin.context === undefined ? place : `${place} (context ${JSON.stringify(origin.context)})`;
}

export function nameConflictError(name: string, rivals: readonly ClusterDescriptor[]): FleetError {
  const origins = rivals.map((rival) => describeOrigin(rival.origin));
  return new FleetError(
    'CLUSTER_NAME_CONFLICT',
    `${String(rivals.length)} clusters carry the name ${JSON.stringify(name)}: ${origins.join(' and ')}. None of them is used.`,
    {
      cluster: name,
      details: { origins },
    },
  );
}
