import { FleetError } from '../errors.js';
import { didYouMean } from '../platform/nearest.js';
import type { RegistryEntry, RegistryView } from './registry-view.js';

/**
 * The cluster of that exact name, else of that alias. An alias that is also the name of another cluster is an error: which one
 * a person means cannot be known.
 * @throws FleetError CLUSTER_UNKNOWN, CLUSTER_NAME_CONFLICT, or why the entry of that name cannot be used
 */
export function findCluster(name: string, view: RegistryView): RegistryEntry {
  const exact = view.entries.get(name);
  const target = view.aliases.get(name);
  if (exact !== undefined && target !== undefined && target !== name) {
    throw new FleetError('CLUSTER_NAME_CONFLICT', `${JSON.stringify(name)} is a cluster and also an alias of ${JSON.stringify(target)}.`, {
      cluster: name,
      hint: 'Rename the alias in cluster_aliases, or the cluster.',
      details: { alias: name, target },
    });
  }
  if (exact !== undefined) return exact;
  const aliased = target === undefined ? undefined : view.entries.get(target);
  if (aliased !== undefined) return aliased;
  throw notUsable(target ?? name, view, target === undefined ? undefined : name);
}

function notUsable(name: string, view: RegistryView, alias: string | undefined): FleetError {
  const origins = view.conflicts.get(name);
  const failure = view.failures.find((candidate) => candidate.cluster === name);
  if (failure !== undefined) return failure.error.withCluster(name);
  if (origins !== undefined)
    return new FleetError('CLUSTER_NAME_CONFLICT', `Several clusters carry the name ${JSON.stringify(name)}: ${origins.join(' and ')}.`, {
      cluster: name,
    });
  const names = [...view.entries.keys()];
  const shown = JSON.stringify(name.length > 100 ? `${name.slice(0, 100)}…` : name);
  const what =
    alias === undefined
      ? `There is no cluster ${shown}.`
      : `The alias ${JSON.stringify(alias)} means the cluster ${shown}, which does not exist.`;
  const broken =
    view.failures.length === 0
      ? ''
      : ` ${String(view.failures.length)} ${view.failures.length === 1 ? 'entry' : 'entries'} could not be read; clusters_list says why.`;
  return new FleetError(
    'CLUSTER_UNKNOWN',
    `${what}${didYouMean(name, [...names, ...view.aliases.keys()])} ${knownClusters(names)}${broken}`,
    {
      details: { requested: name, clusters: names.slice(0, MAX_NAMES), total: names.length },
    },
  );
}

/** `Known clusters: a, b, c.`, at most 20 names. */
export function knownClusters(names: readonly string[]): string {
  if (names.length === 0) return 'No clusters are known.';
  const more = names.length > MAX_NAMES ? `, and ${String(names.length - MAX_NAMES)} more` : '';
  return `Known clusters: ${names.slice(0, MAX_NAMES).join(', ')}${more}.`;
}

const MAX_NAMES = 20;
