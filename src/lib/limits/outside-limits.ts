import { FleetError } from '../errors.js';
import { didYouMean } from '../platform/nearest.js';

const MAX_NAMES = 20;

/** A cluster that is not there, or not for this caller: the two must read alike, so that nobody learns names by asking. */
export function outsideLimits(requested: string, usable: readonly string[]): FleetError {
  const shown = JSON.stringify(requested.slice(0, 100));
  return new FleetError(
    'CLUSTER_UNKNOWN',
    `There is no cluster ${shown}.${didYouMean(requested, usable)} ${usableClusters(usable)} Nothing was done.`,
    { details: { requested: requested.slice(0, 100), ...namesOf(usable) } },
  );
}

/** No cluster was named, and none can be meant. */
export function noneSelected(usable: readonly string[]): FleetError {
  return new FleetError('CLUSTER_NOT_SELECTED', `No cluster was named and none is active. ${usableClusters(usable)}`, {
    details: namesOf(usable),
  });
}

function namesOf(usable: readonly string[]): { readonly clusters: readonly string[]; readonly total: number } {
  return { clusters: usable.slice(0, MAX_NAMES), total: usable.length };
}

function usableClusters(names: readonly string[]): string {
  if (names.length === 0) return 'This caller may use none of the known clusters.';
  const more = names.length > MAX_NAMES ? `, and ${names.length - MAX_NAMES} more` : '';
  return `This caller may use: ${names.slice(0, MAX_NAMES).join(', ')}${more}.`;
}
