import type { ClusterContext } from '../../context.js';
import { changeObject, type Change } from '../change-object.js';
import { findTarget } from '../object-target.js';
import { textAt, valueAt } from '../object-values.js';
import { retryConflict } from '../retry-conflict.js';

/**
 * Cordons a node or ends that. Controllers write to nodes all the time (the taint of a cordoned node, too): the version is held, so
 * that what is reported as changed is what this call changed.
 * @throws FleetError NOT_FOUND and what patching throws
 */
export async function setUnschedulable(
  context: Pick<ClusterContext, 'cluster' | 'signal'>,
  node: string,
  unschedulable: boolean,
  options: { readonly dryRun?: boolean | undefined },
): Promise<Change> {
  const target = await findTarget(context.cluster, { apiVersion: 'v1', kind: 'Node', name: node }, context.signal);
  return await retryConflict(() =>
    changeObject(
      context,
      target,
      (before) => {
        const isSo = valueAt(before, 'spec', 'unschedulable') === true;
        const change = isSo === unschedulable ? {} : { unschedulable: unschedulable ? true : null };
        return { type: 'merge', body: { metadata: { resourceVersion: textAt(before, 'metadata', 'resourceVersion') }, spec: change } };
      },
      options,
    ),
  );
}
