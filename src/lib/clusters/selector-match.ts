import { FleetError } from '../errors.js';
import { compileGlob, isGlob } from '../platform/glob.js';
import { didYouMean } from '../platform/nearest.js';
import type { ClusterDescriptor } from './descriptor.js';
import { UNKNOWN_ENVIRONMENT } from './environment-label.js';
import type { NameTerm, SelectorField, SelectorNode } from './selector.js';
import { selectorProblem } from './selector-tokens.js';

/** What a selector is matched against. */
export interface SelectorScope {
  readonly clusters: readonly ClusterDescriptor[];
  /**
   * The cluster of an exact name or alias; undefined where a name that is not there selects nothing.
   * @throws FleetError when there is none, or more than one
   */
  readonly find: (name: string) => ClusterDescriptor | undefined;
  /** Name of the caller's active cluster. */
  readonly active: string | undefined;
  readonly health: (cluster: ClusterDescriptor) => 'ready' | 'notready' | 'unknown';
}

/** The selected clusters in the order of the fleet, and in words why these. */
export interface Selection {
  readonly clusters: readonly ClusterDescriptor[];
  readonly explanation: string;
}

/** @throws FleetError SELECTOR_INVALID, CLUSTER_UNKNOWN, CLUSTER_NAME_CONFLICT, CLUSTER_NOT_SELECTED */
export function matchSelector(node: SelectorNode, scope: SelectorScope): Selection {
  const notes: string[] = [];
  const selected = evaluate(node, scope, notes);
  const clusters = scope.clusters.filter((cluster) => selected.has(cluster));
  return {
    clusters,
    explanation: [`${String(clusters.length)} of ${String(scope.clusters.length)} clusters match.`, ...new Set(notes)].join(' '),
  };
}

type ClusterSet = ReadonlySet<ClusterDescriptor>;

function evaluate(node: SelectorNode, scope: SelectorScope, notes: string[]): ClusterSet {
  switch (node.type) {
    case 'all':
      return new Set(scope.clusters);
    case 'active':
      return new Set(activeCluster(scope));
    case 'names':
      return new Set(node.names.flatMap((name) => byName(name, scope, notes)));
    case 'field':
      return compare(scope, node, (cluster) => fieldValue(cluster, node.field, scope), node.field, notes);
    case 'label':
      if (!scope.clusters.some((cluster) => Object.hasOwn(cluster.labels, node.key))) throw unknownLabel(node.key, scope);
      return compare(
        scope,
        node,
        (cluster) => (Object.hasOwn(cluster.labels, node.key) ? cluster.labels[node.key] : undefined),
        `label.${node.key}`,
        notes,
      );
    case 'not': {
      const taken = evaluate(node.part, scope, notes);
      return new Set(scope.clusters.filter((cluster) => !taken.has(cluster)));
    }
    case 'and':
    case 'or': {
      // Every part is evaluated, so that a misspelt name is an error wherever it stands.
      const sets = node.parts.map((part) => evaluate(part, scope, notes));
      const every = node.type === 'and';
      return new Set(
        scope.clusters.filter((cluster) => (every ? sets.every((set) => set.has(cluster)) : sets.some((set) => set.has(cluster)))),
      );
    }
  }
}

function activeCluster(scope: SelectorScope): readonly ClusterDescriptor[] {
  if (scope.active === undefined)
    throw new FleetError('CLUSTER_NOT_SELECTED', 'The selector says `active`, but no active cluster is chosen.');
  return found(scope, scope.active);
}

function byName(term: NameTerm, scope: SelectorScope, notes: string[]): readonly ClusterDescriptor[] {
  // A name may hold the signs of a glob; the exact name wins.
  if (term.quoted || !isGlob(term.text) || scope.clusters.some((cluster) => cluster.name === term.text)) return found(scope, term.text);
  const matches = globOf(term.text);
  const matching = scope.clusters.filter((cluster) => matches(cluster.name));
  if (matching.length === 0) notes.push(`No cluster matches ${JSON.stringify(term.text)}.`);
  return matching;
}

function found(scope: SelectorScope, name: string): readonly ClusterDescriptor[] {
  const cluster = scope.find(name);
  return cluster === undefined ? [] : [cluster];
}

interface Comparison {
  readonly negated: boolean;
  readonly values: readonly NameTerm[];
}

// A cluster without the value matches neither `=` nor `!=`: `env!=prod` must not select a cluster of which nothing is known.
function compare(
  scope: SelectorScope,
  { negated, values }: Comparison,
  valueOf: (cluster: ClusterDescriptor) => string | undefined,
  field: string,
  notes: string[],
): ClusterSet {
  if (field === 'health') checkHealth(values);
  const tests = values.map((value) => ({
    value,
    matches: value.quoted || !isGlob(value.text) ? (text: string) => text === value.text : globOf(value.text),
  }));
  const known = new Set<string>();
  let missing = 0;
  const selected = scope.clusters.filter((cluster) => {
    const value = valueOf(cluster);
    if (value === undefined) {
      missing += 1;
      return false;
    }
    known.add(value);
    return tests.some(({ matches }) => matches(value)) !== negated;
  });
  for (const { value, matches } of tests) {
    if (field !== 'health' && ![...known].some(matches)) {
      notes.push(
        `No cluster has ${field}=${JSON.stringify(value.text)} (known: ${[...known].sort().slice(0, 20).join(', ') || 'none'}).${didYouMean(value.text, known)}`,
      );
    }
  }
  if (negated && missing > 0)
    notes.push(`${String(missing)} ${missing === 1 ? 'cluster' : 'clusters'} without ${field} not selected by ${field}!=.`);
  return new Set(selected);
}

function fieldValue(cluster: ClusterDescriptor, field: SelectorField, scope: SelectorScope): string | undefined {
  if (field === 'env') return cluster.environment === UNKNOWN_ENVIRONMENT ? undefined : cluster.environment;
  if (field === 'zone') return cluster.zone;
  return field === 'source' ? cluster.origin.source : scope.health(cluster);
}

const HEALTH = ['ready', 'notready', 'unknown'] as const;

function checkHealth(values: readonly NameTerm[]): void {
  const wrong = values.find((value) => !HEALTH.some((state) => state === value.text));
  if (wrong !== undefined) throw selectorProblem(`health is one of ${HEALTH.join(', ')}, not ${JSON.stringify(wrong.text)}`);
}

function unknownLabel(key: string, scope: SelectorScope): FleetError {
  const keys = [...new Set(scope.clusters.flatMap((cluster) => Object.keys(cluster.labels)))].sort();
  const known = keys.length === 0 ? 'no cluster has labels' : `labels: ${keys.slice(0, 20).join(', ')}`;
  return selectorProblem(`no cluster has the label ${JSON.stringify(key)} (${known})`, undefined, didYouMean(key, keys));
}

function globOf(pattern: string): (text: string) => boolean {
  try {
    return compileGlob(pattern);
  } catch (error) {
    throw selectorProblem(`${JSON.stringify(pattern)} is not a valid pattern: ${error instanceof Error ? error.message : ''}`);
  }
}
