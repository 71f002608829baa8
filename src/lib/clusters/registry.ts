import { isDeepStrictEqual } from 'node:util';
import { FleetError, toFleetError } from '../errors.js';
import { compareNames } from '../platform/name-order.js';
import type { ClusterDescriptor } from './descriptor.js';
import { guessEnvironment, namePatterns, type NamePatterns } from './environment-label.js';
import { findCluster } from './find-cluster.js';
import { describeOrigin, nameConflictError, splitByName } from './name-conflicts.js';
import { changeBetween, type RegistryChange } from './registry-change.js';
import type { RegistryEntry, RegistryView } from './registry-view.js';
import type { SourceFailure, SourceListing } from './source.js';
import { afterFailure, afterListing, newSourceState, type SourceState, type Staleness } from './source-state.js';

export interface RegistryOptions {
  /** Glob of cluster name to environment; the first match wins. */
  readonly environments?: Readonly<Record<string, string>> | undefined;
  /** Glob of cluster name to zone; the first match wins. */
  readonly zones?: Readonly<Record<string, string>> | undefined;
  /** Alias to cluster name. */
  readonly aliases?: Readonly<Record<string, string>> | undefined;
}

/** Joins what all sources show into one set of clusters. Pure bookkeeping: it lists, watches and connects to nothing. */
export class ClusterRegistry {
  readonly #environmentOf: NamePatterns;
  readonly #zoneOf: NamePatterns;
  /** Each cluster as its source showed it, by what was made of it. */
  readonly #found = new WeakMap<ClusterDescriptor, ClusterDescriptor>();
  #view: RegistryView;

  constructor(sources: readonly string[], options: RegistryOptions = {}) {
    this.#environmentOf = configuredPatterns('environments', options.environments);
    this.#zoneOf = configuredPatterns('zones', options.zones);
    const aliases = new Map(Object.entries(options.aliases ?? {}));
    this.#view = { entries: new Map(), conflicts: new Map(), failures: [], sources: sources.map(newSourceState), aliases };
  }

  get view(): RegistryView {
    return this.#view;
  }

  /**
   * The cluster of that exact name or alias.
   * @throws FleetError CLUSTER_UNKNOWN, CLUSTER_NAME_CONFLICT, or why its entry cannot be used
   */
  find(name: string): RegistryEntry {
    return findCluster(name, this.#view);
  }

  applyListing(source: string, listing: SourceListing, when: { readonly now: Date; readonly acceptRemovals: boolean }): RegistryChange {
    return this.#replace(source, (state) => afterListing(state, listing, when));
  }

  /** Keeps what the source last showed, marked stale. */
  applyFailure(source: string, thrown: unknown, now: Date): RegistryChange {
    const error = toFleetError(thrown);
    return this.#replace(source, (state) => afterFailure(state, { source, error }, now));
  }

  #replace(source: string, next: (state: SourceState) => SourceState): RegistryChange {
    const before = this.#view;
    const sources = before.sources.map((state) => (state.source === source ? next(state) : state));
    const known = sources.flatMap((state) => [...state.clusters.values()]);
    const staleness = new Map(known.map(({ descriptor, stale }) => [descriptor, stale]));
    const { unique, conflicts } = splitByName(known.map(({ descriptor }) => descriptor));
    const entries = new Map<string, RegistryEntry>();
    for (const descriptor of [...unique].sort((left, right) => compareNames(left.name, right.name))) {
      entries.set(descriptor.name, this.#entry(descriptor, staleness.get(descriptor), before.entries.get(descriptor.name)));
    }
    const collisions = [...conflicts].flatMap(([cluster, rivals]) => {
      const error = nameConflictError(cluster, rivals);
      return rivals.map((rival): SourceFailure => ({ source: rival.origin.source, cluster, path: rival.origin.path, error }));
    });
    const failures = [...sources.flatMap((state) => state.failures), ...collisions];
    this.#view = { ...before, entries, failures, sources, conflicts: conflictOrigins(failures, conflicts) };
    return changeBetween(before, this.#view, source);
  }

  #entry(found: ClusterDescriptor, stale: Staleness | undefined, before: RegistryEntry | undefined): RegistryEntry {
    const old = before?.descriptor;
    const descriptor = old !== undefined && isSame(this.#found.get(old), found) ? old : this.#decorate(found);
    this.#found.set(descriptor, found);
    return { descriptor, ...(stale === undefined ? {} : { stale }) };
  }

  #decorate(found: ClusterDescriptor): ClusterDescriptor {
    const configured = this.#environmentOf(found.name);
    const own = found.environmentGuessed ? undefined : found.environment;
    const guess = guessEnvironment(found.name);
    return {
      ...found,
      environment: configured ?? own ?? guess.environment,
      environmentGuessed: configured === undefined && own === undefined,
      zone: this.#zoneOf(found.name) ?? found.zone,
      // A method of a class would be lost by the copy.
      connect: (signal) => found.connect(signal),
    };
  }
}

/** Whether a source shows a cluster as it did before. */
function isSame(before: ClusterDescriptor | undefined, found: ClusterDescriptor): boolean {
  if (before === undefined || before === found) return before === found;
  if (before.fingerprint !== found.fingerprint || before.lastRefresh !== found.lastRefresh || before.origin !== found.origin) return false;
  const facts = ({ environment, environmentGuessed, labels, reported }: ClusterDescriptor): unknown => [
    environment,
    environmentGuessed,
    labels,
    reported,
  ];
  return isDeepStrictEqual(facts(before), facts(found));
}

function conflictOrigins(
  failures: readonly SourceFailure[],
  conflicts: ReadonlyMap<string, readonly ClusterDescriptor[]>,
): Map<string, readonly string[]> {
  const origins = new Map<string, readonly string[]>(
    [...conflicts].map(([name, rivals]) => [name, rivals.map((rival) => describeOrigin(rival.origin))]),
  );
  for (const { cluster, path, source, error } of failures) {
    if (cluster === undefined || error.code !== 'CLUSTER_NAME_CONFLICT' || conflicts.has(cluster)) continue;
    const listed = error.details?.['origins'];
    const found = Array.isArray(listed) ? listed.filter((origin) => typeof origin === 'string') : [path ?? source];
    origins.set(cluster, [...new Set([...(origins.get(cluster) ?? []), ...found])]);
  }
  return origins;
}

function configuredPatterns(key: string, patterns: Readonly<Record<string, string>> | undefined): NamePatterns {
  try {
    return namePatterns(patterns ?? {});
  } catch (error) {
    throw new FleetError('CONFIG_INVALID', `${key}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
