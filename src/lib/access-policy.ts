import { accessAllows, type AccessLevel } from './catalog.js';
import type { ClusterDescriptor } from './clusters/descriptor.js';
import type { ApiRequest } from './clusters/session.js';
import { FleetError } from './errors.js';
import type { Operation, OperationEffect } from './operation.js';

/** Access levels as configured: one for the fleet, narrower ones for environments and clusters. */
export interface AccessRules {
  readonly fleet: AccessLevel;
  readonly environments: Readonly<Record<string, AccessLevel>>;
  readonly clusters: Readonly<Record<string, AccessLevel>>;
}

const STRICTNESS: readonly AccessLevel[] = ['full', 'non-destructive', 'read-only'];

/** Review requests ask a question by POST; they change nothing. */
const READING_POST =
  /^\/apis\/(authorization|authentication)\.k8s\.io\/v[0-9a-z]+\/(selfsubjectaccessreviews|selfsubjectrulesreviews|selfsubjectreviews)$/;

/** The strictest level that applies to a cluster: a cluster's own rule, or the limit of one call, can only narrow the fleet's. */
export function accessLevelOf(rules: AccessRules, cluster: ClusterDescriptor, limit?: AccessLevel): AccessLevel {
  const levels = [rules.fleet, rules.environments[cluster.environment], rules.clusters[cluster.name], limit];
  const strictest = Math.max(...levels.map((level) => (level === undefined ? 0 : STRICTNESS.indexOf(level))));
  return STRICTNESS[strictest] ?? 'read-only';
}

/** Refuses an operation that the level of this cluster does not let through. */
export function checkOperation(rules: AccessRules, operation: Operation, cluster: ClusterDescriptor, limit?: AccessLevel): void {
  const level = accessLevelOf(rules, cluster, limit);
  if (accessAllows(level, operation.effect)) return;
  throw new FleetError(
    'OPERATION_NOT_ALLOWED',
    `${operation.name} is ${operation.effect}; cluster ${cluster.name} is ${level}. Nothing was done.`,
    {
      cluster: cluster.name,
    },
  );
}

/**
 * The same rule at the wire: looks at each request of a session, so that no handler, helm or plugin goes around it.
 * An operation that declares itself a read cannot write even where writes are allowed.
 */
export function wireGuard(
  rules: AccessRules,
  operation: Operation,
  cluster: ClusterDescriptor,
  limit?: AccessLevel,
): (request: ApiRequest) => FleetError | undefined {
  const level = accessLevelOf(rules, cluster, limit);
  return (request) => {
    const effect = effectOf(request);
    if (accessAllows(level, effect) && (effect === 'read' || operation.effect !== 'read')) return undefined;
    return new FleetError(
      'OPERATION_NOT_ALLOWED',
      `${operation.name} tried to ${request.method ?? 'GET'} ${request.path}; cluster ${cluster.name} allows ${operation.effect === 'read' ? 'only reads to this operation' : level}.`,
      { cluster: cluster.name },
    );
  };
}

function effectOf(request: ApiRequest): OperationEffect {
  const method = request.method ?? 'GET';
  if (method === 'GET' || method === 'HEAD') return 'read';
  if (method === 'POST' && READING_POST.test(request.path)) return 'read';
  return method === 'DELETE' ? 'destructive' : 'write';
}
