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
  const { shape } = operationInput(operation);
  if (operation.scope !== 'cluster' && !('clusters' in shape)) throw wholeFleet(operation);
  const cluster = textOf(operation, input, 'cluster');
  const allowed = await clustersWithin(fleet, selector);
  const choose = (): Promise<string> => chooseCluster(fleet, allowed, { requested: cluster, principal, effect: operation.effect });
  if (operation.scope === 'cluster') return { ...input, cluster: await choose() };
  const clusters = textOf(operation, input, 'clusters');
  if (clusters !== undefined) await checkAlone(fleet, clusters);
  return {
    ...input,
    ...(cluster !== undefined && 'cluster' in shape ? { cluster: await choose() } : {}),
    clusters: clusters === undefined ? selector : `(${selector}) and (${clusters})`,
  };
}

/** What cannot be compared with the caller's clusters is not passed on. */
function textOf(operation: Operation, input: Readonly<Record<string, unknown>>, parameter: string): string | undefined {
  const value = input[parameter];
  if (value === undefined || typeof value === 'string') return value;
  throw new FleetError('INPUT_INVALID', `${operation.name}: ${parameter} must be text. Nothing was done.`);
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
