import type { ClusterContext } from '../../context.js';
import { changeObject, type Change } from '../change-object.js';
import { findTarget } from '../object-target.js';

/** Cordons a node or ends that. @throws FleetError NOT_FOUND and what patching throws */
export async function setUnschedulable(
  context: Pick<ClusterContext, 'cluster' | 'signal'>,
  node: string,
  unschedulable: boolean,
  options: { readonly dryRun?: boolean | undefined },
): Promise<Change> {
  const target = await findTarget(context.cluster, { apiVersion: 'v1', kind: 'Node', name: node }, context.signal);
  return changeObject(context, target, { type: 'merge', body: { spec: { unschedulable: unschedulable ? true : null } } }, options);
}
