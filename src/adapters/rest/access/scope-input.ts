import { FleetError, operationInput, toFleetError, type Fleet, type Operation } from '../../../index.js';
import { chooseCluster, clustersWithin } from './allowed-clusters.js';
import { clustersFor, type Principal } from './principal.js';

/**
 * The input of a call, narrowed to the clusters that the caller's roles name. Operations on the fleet are narrowed by their
 * `clusters` selector; those without one would answer for every cluster and are refused to callers who may not see every cluster.
 * @throws FleetError OPERATION_NOT_ALLOWED, CLUSTER_UNKNOWN, CLUSTER_NOT_SELECTED, SELECTOR_INVALID
 */
export async function scopeInput(
  fleet: Fleet,
  principal: Principal,
  operation: Operation,
  input: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, unknown>>> {
  const selector = clustersFor(principal, operation.name, operation.effect);
  if (selector === undefined) return input;
  const allowed = await clustersWithin(fleet, selector);
  const { cluster, clusters } = input;
  // A wrong type is refused by the schema, with the right words.
  if ((cluster !== undefined && typeof cluster !== 'string') || (clusters !== undefined && typeof clusters !== 'string')) return input;
  if (operation.scope === 'cluster') {
    return { ...input, cluster: await chooseCluster(fleet, allowed, { requested: cluster, principal, effect: operation.effect }) };
  }
  if (!('clusters' in operationInput(operation).shape)) throw wholeFleet(operation);
  if (cluster !== undefined && 'cluster' in operationInput(operation).shape) {
    return { ...input, cluster: await chooseCluster(fleet, allowed, { requested: cluster, principal, effect: operation.effect }) };
  }
  if (clusters === undefined) return { ...input, clusters: selector };
  await checkAlone(fleet, clusters);
  return { ...input, clusters: `(${selector}) and (${clusters})` };
}

/** A selector that is complete by itself cannot break out of the parentheses it is put in. */
async function checkAlone(fleet: Fleet, clusters: string): Promise<void> {
  try {
    await fleet.clusters.select(clusters);
  } catch (thrown) {
    const error = toFleetError(thrown);
    if (error.code === 'SELECTOR_INVALID') throw error;
    // Anything else would name clusters that this caller may not know of.
    throw new FleetError('CLUSTER_UNKNOWN', 'The selector names a cluster that does not exist or that this caller may not use.');
  }
}

function wholeFleet({ name }: Operation): FleetError {
  return new FleetError('OPERATION_NOT_ALLOWED', `${name} answers for the whole fleet; the roles of this caller name some clusters only.`, {
    hint: 'clusters_status lists the clusters that you may use.',
  });
}
