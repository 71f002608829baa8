import type { ClusterContext, ResourceReference } from '../../context.js';
import type { ListInput } from './list-fields.js';
import { listHead, type ListAnswer } from './list-output.js';

/** How many there are: one row and the server's count of the rest; with a selector, where the server does not count, all rows. */
export async function countObjects(context: ClusterContext, resource: ResourceReference, input: ListInput): Promise<ListAnswer> {
  const { namespace, labelSelector, fieldSelector } = input;
  const options = { namespace, labelSelector, fieldSelector, signal: context.signal };
  const first = await context.cluster.list(resource, { ...options, limit: 1 });
  const isCounted = first.continue === undefined || first.remaining !== undefined;
  const all = isCounted ? first : await context.cluster.list(resource, { ...options, limit: 0 });
  const total = all.rows.length + (all.remaining ?? 0);
  return {
    ...listHead(all.kind, namespace),
    columns: ['count'],
    rows: [[total]],
    total,
    ...(all.fromCache ? { from_cache: true } : {}),
  };
}
