import { FleetError } from '../errors.js';
import type { ClusterDescriptor } from './descriptor.js';
import { findCluster, knownClusters } from './find-cluster.js';
import type { RegistryView } from './registry-view.js';

/** Which cluster an operation means. */
export interface TargetRequest {
  /** What the caller named; nothing is guessed from it. */
  readonly requested?: string | undefined;
  readonly caller: string;
  readonly effect: 'read' | 'write' | 'destructive';
}

/** What else is known when a target is resolved. */
export interface TargetFacts {
  readonly view: RegistryView;
  /** What the caller chose. */
  readonly active: string | undefined;
  /** A name or alias; `auto` and undefined mean the only cluster there is. */
  readonly defaultCluster: string | undefined;
}

/**
 * The named cluster, else the caller's active one, else the default. The default serves reads only, unless it is the only
 * cluster there is; a cluster that is known but broken also counts as being there.
 * @throws FleetError CLUSTER_NOT_SELECTED, CLUSTER_UNKNOWN, CLUSTER_NAME_CONFLICT
 */
export function resolveTarget(request: TargetRequest, { view, active, defaultCluster }: TargetFacts): ClusterDescriptor {
  if (request.requested !== undefined) return findCluster(request.requested, view).descriptor;
  const names = [...view.entries.keys()];
  if (active !== undefined) {
    const chosen = view.entries.get(active);
    if (chosen !== undefined) return chosen.descriptor;
    throw notSelected(`The active cluster ${JSON.stringify(active)} is not there any more. ${knownClusters(names)}`, names);
  }
  const [first] = view.entries.values();
  const only = view.entries.size === 1 && view.failures.length === 0 && view.conflicts.size === 0 ? first?.descriptor : undefined;
  const isNamed = defaultCluster !== undefined && defaultCluster !== 'auto';
  const chosen = isNamed ? findCluster(defaultCluster, view).descriptor : only;
  if (chosen === undefined) throw notSelected(`No cluster was named and none is active. ${knownClusters(names)}${brokenNote(view)}`, names);
  if (request.effect !== 'read' && chosen !== only) {
    throw notSelected(
      `A ${request.effect} operation never uses the configured default (${chosen.name}). ${knownClusters(names)}${brokenNote(view)}`,
      names,
    );
  }
  return chosen;
}

function brokenNote({ entries, failures }: RegistryView): string {
  return entries.size === 1 && failures.length > 0
    ? ` It is not taken by itself, since other entries could not be read: ${failures[0]?.error.message ?? ''}`
    : '';
}

function notSelected(message: string, names: readonly string[]): FleetError {
  return new FleetError('CLUSTER_NOT_SELECTED', message, { details: { clusters: names.slice(0, 20), total: names.length } });
}
