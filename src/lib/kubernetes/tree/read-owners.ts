import type { ClusterSession } from '../../context.js';
import { FleetError } from '../../errors.js';
import { textAt, valueAt, type PlainObject } from '../object-values.js';
import { readinessOf } from '../readiness.js';
import { ownersOf } from './owner-references.js';
import type { TreeNode } from './tree-node.js';

/** Longer chains are circles. */
const MOST_OWNERS = 10;

/** The chain of owners of an object, the topmost first: its controller, the controller of that, and so on. `depth` begins at 0. */
export async function readOwners(session: ClusterSession, object: PlainObject, signal: AbortSignal): Promise<readonly TreeNode[]> {
  const chain: Omit<TreeNode, 'depth'>[] = [];
  const namespace = textAt(object, 'metadata', 'namespace');
  let current: PlainObject | undefined = object;
  while (current !== undefined && chain.length < MOST_OWNERS) {
    const owners = ownersOf(valueAt(current, 'metadata'));
    const owner = owners.find(({ controller }) => controller) ?? owners[0];
    if (owner === undefined) break;
    const found = await readOwner(session, owner, namespace, signal);
    current = typeof found === 'string' ? undefined : found;
    chain.unshift({
      kind: owner.kind,
      api_version: owner.apiVersion,
      ...(namespace === undefined || isClusterScoped(current) ? {} : { namespace }),
      name: owner.name,
      state: typeof found === 'string' ? found : readinessOf(found).state,
      relation: 'owner',
    });
  }
  return chain.map((node, depth) => ({ depth, ...node }));
}

function isClusterScoped(owner: PlainObject | undefined): boolean {
  return owner !== undefined && valueAt(owner, 'metadata', 'namespace') === undefined;
}

/** The owner, or why it cannot be shown. */
async function readOwner(
  session: ClusterSession,
  owner: { readonly apiVersion: string; readonly kind: string; readonly name: string; readonly uid: string },
  namespace: string | undefined,
  signal: AbortSignal,
): Promise<PlainObject | string> {
  try {
    const { kind } = await session.locate(owner, { signal });
    const object = await session.get(owner, owner.name, { namespace: kind.namespaced ? namespace : undefined, signal });
    return textAt(object, 'metadata', 'uid') === owner.uid ? object : 'gone: another object has its name now';
  } catch (thrown) {
    signal.throwIfAborted();
    if (!FleetError.isInstance(thrown)) throw thrown;
    if (thrown.code === 'NOT_FOUND' || thrown.code === 'KIND_UNKNOWN') return 'gone';
    return `not readable (${thrown.code})`;
  }
}
