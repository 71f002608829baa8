import type { ClusterSession, ServedKind } from '../context.js';
import { FleetError } from '../errors.js';
import type { PlainObject } from './object-values.js';

/** Which object a caller names. */
export interface ObjectName {
  readonly apiVersion: string;
  /** As people spell it: `Deployment`, `deploy`. */
  readonly kind: string;
  readonly name: string;
  /** Absent: that of the kubeconfig, or none where the kind has none. */
  readonly namespace?: string | undefined;
}

/** An object as this cluster names it. It need not exist. */
export interface ObjectTarget {
  readonly kind: ServedKind;
  readonly name: string;
  readonly namespace?: string | undefined;
  /** Of the object itself; `subresource` paths hang below it. */
  readonly path: string;
}

/** @throws FleetError KIND_UNKNOWN, INPUT_INVALID for names and namespaces that cannot be. */
export async function findTarget(session: ClusterSession, wanted: ObjectName, signal: AbortSignal): Promise<ObjectTarget> {
  const { name, namespace } = wanted;
  const found = await session.locate(wanted, { name, namespace, signal });
  return { kind: found.kind, name, namespace: found.namespace, path: found.path };
}

/** `Deployment shop/web`, `Node worker-1` */
export function describeTarget({ kind, name, namespace }: Pick<ObjectTarget, 'kind' | 'name' | 'namespace'>): string {
  return `${kind.kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

/** The fields that name an object in an output. */
export function targetFields({ kind, name, namespace }: ObjectTarget): { kind: string; name: string; namespace?: string } {
  return { kind: kind.kind, ...(namespace === undefined ? {} : { namespace }), name };
}

/** The object as it is now; undefined when there is none. @throws FleetError what reading throws */
export async function readObject(session: ClusterSession, target: ObjectTarget, signal: AbortSignal): Promise<PlainObject | undefined> {
  const { kind, name, namespace } = target;
  try {
    return await session.get(kind, name, { namespace, signal });
  } catch (thrown) {
    if (FleetError.isInstance(thrown) && thrown.code === 'NOT_FOUND') return undefined;
    throw thrown;
  }
}
