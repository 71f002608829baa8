/** What machines of a cluster do. */
export type NodeRole = 'controlplane' | 'etcd' | 'worker';

/** The roles that the members of a node or of a node pool say. */
export function nodeRoles({ controlPlane, etcd, worker }: Readonly<Record<string, unknown>>): readonly NodeRole[] {
  return [
    ...(controlPlane === true ? (['controlplane'] as const) : []),
    ...(etcd === true ? (['etcd'] as const) : []),
    ...(worker === true ? (['worker'] as const) : []),
  ];
}
