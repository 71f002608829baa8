import { accessAllows, narrowest, widest, type AccessLevel } from '../access-level.js';
import { FleetError } from '../errors.js';
import type { Operation } from '../operation.js';

/** A selector, or names and aliases. An empty list means no cluster. */
export type ClusterLimit = string | readonly string[];

/** One thing that a caller may do: on these clusters, with these toolsets, up to this level. */
export interface CallGrant {
  readonly access: AccessLevel;
  /** Every cluster when absent. */
  readonly clusters?: ClusterLimit | undefined;
  /** Names of toolsets; all of them when absent. */
  readonly toolsets?: readonly string[] | undefined;
}

/** What one call may reach: narrower than what the fleet allows, never wider. Holds for the operations that it runs in turn, too. */
export interface CallLimits {
  readonly access?: AccessLevel | undefined;
  /** Names of toolsets; an empty list allows no operation. */
  readonly toolsets?: readonly string[] | undefined;
  /**
   * A selector, or names and aliases; an empty list allows no cluster. The other clusters are as if they were not there. Names that
   * are not there allow nothing; `active` is refused, since callers choose it themselves.
   */
  readonly clusters?: ClusterLimit | undefined;
  /**
   * What is allowed, in sum: an operation runs where some grant allows its effect, its toolset and its cluster together. An empty
   * list allows nothing. The members beside it narrow every grant.
   */
  readonly grants?: readonly CallGrant[] | undefined;
}

const EVERYTHING: readonly CallGrant[] = [{ access: 'full' }];

/** The grants with all that narrows them but the clusters of the whole. */
export function grantsOf({ access, toolsets, grants = EVERYTHING }: CallLimits): readonly CallGrant[] {
  return grants.map((grant) => ({
    access: narrowest([grant.access, access]),
    clusters: grant.clusters,
    toolsets: grant.toolsets === undefined ? toolsets : grant.toolsets.filter((name) => toolsets?.includes(name) ?? true),
  }));
}

/** True when a grant lets the operation run, wherever it is for. */
export function countsFor({ access, toolsets }: CallGrant, { effect }: Operation, toolset: string): boolean {
  return accessAllows(access, effect) && (toolsets?.includes(toolset) ?? true);
}

/** Why an operation is outside the limits of a call, whatever cluster it is for; undefined when it is within. */
export function limitRefusal(limits: CallLimits, operation: Operation, toolset: string): FleetError | undefined {
  const grants = grantsOf(limits);
  if (grants.some((grant) => countsFor(grant, operation, toolset))) return undefined;
  const { name, effect } = operation;
  const level = widest(grants.map(({ access }) => access));
  if (level === undefined) return refused(`${name}: this caller may do nothing here.`);
  if (!accessAllows(level, effect)) return refused(`${name} is ${effect}; this caller is ${level}.`);
  const allowed = new Set(grants.filter(({ access }) => accessAllows(access, effect)).flatMap(({ toolsets = [] }) => toolsets));
  const usable = allowed.size === 0 ? 'none' : [...allowed].join(', ');
  return refused(`${name} is ${effect} and of the toolset ${toolset}; for that this caller may use: ${usable}.`);
}

function refused(what: string): FleetError {
  return new FleetError('OPERATION_NOT_ALLOWED', `${what} Nothing was done.`);
}
