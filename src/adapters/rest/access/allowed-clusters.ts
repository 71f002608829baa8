import { didYouMean, FleetError, toFleetError, type Fleet, type OperationEffect } from '../../../index.js';
import type { Principal } from './principal.js';

/** Names shown in an error at most. */
const SHOWN = 20;

/** The names of the clusters that a selector of a role means. */
export async function clustersWithin(fleet: Fleet, selector: string): Promise<ReadonlySet<string>> {
  try {
    return new Set((await fleet.clusters.select(selector)).clusters.map(({ name }) => name));
  } catch (thrown) {
    const error = toFleetError(thrown);
    if (error.code === 'SELECTOR_INVALID') throw new FleetError('CONFIG_INVALID', `A role of this server cannot be used. ${error.message}`);
    if (error.code !== 'CLUSTER_UNKNOWN' && error.code !== 'CLUSTER_NAME_CONFLICT') throw error;
    // The original lists every cluster there is.
    throw new FleetError('CLUSTER_UNKNOWN', 'A role of this caller names a cluster that is not there. Nothing was done.', {
      hint: 'Ask the person who runs this server to correct the role; a glob or env=NAME also fits clusters that come and go.',
    });
  }
}

/**
 * The cluster that a call means, by its own name, when the caller may use it.
 * @throws FleetError CLUSTER_UNKNOWN also for clusters that exist: who may not use one need not know of it
 */
export async function chooseCluster(
  fleet: Fleet,
  allowed: ReadonlySet<string>,
  call: { readonly requested: string | undefined; readonly principal: Principal; readonly effect: OperationEffect },
): Promise<string> {
  const { requested, principal, effect } = call;
  const found = await nameOf(fleet, requested, principal, effect);
  if (found !== undefined && allowed.has(found)) return found;
  const names = [...allowed];
  const known = names.length === 0 ? 'There is none that this caller may use.' : `Clusters of this caller: ${list(names)}.`;
  const details = { clusters: names.slice(0, SHOWN), total: names.length };
  if (requested === undefined) throw new FleetError('CLUSTER_NOT_SELECTED', `No cluster was named. ${known}`, { details });
  const shown = JSON.stringify(requested.slice(0, 80));
  throw new FleetError('CLUSTER_UNKNOWN', `There is no cluster ${shown} for this caller.${didYouMean(requested, names)} ${known}`, {
    details,
  });
}

async function nameOf(
  fleet: Fleet,
  requested: string | undefined,
  { caller }: Principal,
  effect: OperationEffect,
): Promise<string | undefined> {
  try {
    return (await fleet.clusters.resolveTarget({ requested, caller: caller.id, effect })).name;
  } catch {
    return undefined;
  }
}

function list(names: readonly string[]): string {
  const rest = names.length - SHOWN;
  return `${names.slice(0, SHOWN).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
