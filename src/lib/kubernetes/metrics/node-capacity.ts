import type { ClusterContext } from '../../context.js';
import { FleetError } from '../../errors.js';
import { quantityOf } from '../quantity.js';
import { recordsAt, textAt, type PlainObject } from '../object-values.js';
import type { Usage } from './usage.js';

const PAGE = 250;

/**
 * What pods may use of each node (cores, bytes), by its name; undefined when this user may not see nodes.
 * @throws FleetError NOT_FOUND for a name that is none
 */
export async function nodeCapacities(
  { cluster, signal }: Pick<ClusterContext, 'cluster' | 'signal'>,
  { name, labelSelector }: { readonly name?: string | undefined; readonly labelSelector?: string | undefined },
): Promise<ReadonlyMap<string, Usage> | undefined> {
  try {
    if (name !== undefined) return byName([await cluster.get({ apiVersion: 'v1', kind: 'Node' }, name, { signal })]);
    const { path } = await cluster.locate({ apiVersion: 'v1', kind: 'Node' }, { signal });
    const nodes: PlainObject[] = [];
    let next: string | undefined;
    do {
      const list = (await cluster.request({ path, query: { labelSelector, limit: PAGE, continue: next }, signal })).json();
      nodes.push(...recordsAt(list, 'items'));
      next = textAt(list, 'metadata', 'continue');
    } while (next !== undefined && next !== '');
    return byName(nodes);
  } catch (thrown) {
    if (FleetError.isInstance(thrown) && thrown.code === 'FORBIDDEN') return undefined;
    throw thrown;
  }
}

function byName(nodes: readonly PlainObject[]): ReadonlyMap<string, Usage> {
  return new Map(
    nodes.map((node) => [
      textAt(node, 'metadata', 'name') ?? '',
      {
        cpu: quantityOf(textAt(node, 'status', 'allocatable', 'cpu')),
        memory: quantityOf(textAt(node, 'status', 'allocatable', 'memory')),
      },
    ]),
  );
}
