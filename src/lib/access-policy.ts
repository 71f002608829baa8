import { accessAllows, narrowest, type AccessLevel } from './access-level.js';
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

/** Review requests ask a question by POST; they change nothing. */
const READING_POST =
  /^\/apis\/(authorization|authentication)\.k8s\.io\/v[0-9a-z]+\/(selfsubjectaccessreviews|selfsubjectrulesreviews|selfsubjectreviews|tokenreviews)$/;

/** The strictest level that applies to a cluster: a cluster's own rule, or the limit of one call, can only narrow the fleet's. */
export function accessLevelOf(rules: AccessRules, cluster: ClusterDescriptor, limit?: AccessLevel): AccessLevel {
  return narrowest([rules.fleet, rules.environments[cluster.environment], rules.clusters[cluster.name], limit]);
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

/** Connections into a pod begin with a GET, and then do what they like. */
const INTO_POD = /^\/api\/v1\/namespaces\/[^/]+\/pods\/[^/]+\/(exec|attach|portforward)$/;
/** Whatever the program behind a proxied path makes of it. */
const PROXIED = /^\/api\/v1\/(namespaces\/[^/]+\/(pods|services)|nodes)\/[^/]+\/proxy(\/|$)/;
/** What kubelets tell of themselves. */
const KUBELET_READ = /^\/api\/v1\/nodes\/[^/]+\/proxy\/(logs|stats|metrics|healthz)(\/|$)/;

function effectOf(request: ApiRequest): OperationEffect {
  const method = request.method ?? 'GET';
  const into = INTO_POD.exec(request.path)?.[1];
  if (into !== undefined) return into === 'portforward' ? 'write' : 'destructive';
  if (method === 'DELETE') return 'destructive';
  if (PROXIED.test(request.path) && !KUBELET_READ.test(request.path)) return 'write';
  if (method === 'GET' || method === 'HEAD') return 'read';
  return method === 'POST' && READING_POST.test(request.path) ? 'read' : 'write';
}
