import { accessAllows, narrowest, type AccessLevel } from './access-level.js';
import type { AllowRequest } from './clusters/allow-request.js';
import type { ClusterDescriptor } from './clusters/descriptor.js';
import { FleetError } from './errors.js';
import type { Operation } from './operation.js';
import { checkInput } from './policy/check-input.js';
import { checkScope, refusalError } from './policy/check-scope.js';
import { effectOf } from './policy/request-effect.js';
import type { ScopeOf } from './policy/scope-rules.js';

/** Access levels as configured: one for the fleet, narrower ones for environments and clusters. */
export interface AccessRules {
  readonly fleet: AccessLevel;
  readonly environments: Readonly<Record<string, AccessLevel>>;
  readonly clusters: Readonly<Record<string, AccessLevel>>;
  /** Which namespaces and kinds may be reached inside of a cluster. */
  readonly scopeOf: ScopeOf;
}

/** The level that counts on a cluster, and who says so: `fleet`, `environment prod`, `cluster prod-1`, `caller`. */
export interface AccessDecision {
  readonly level: AccessLevel;
  readonly by: string;
}

/** The strictest level that applies to a cluster: a cluster's own rule, or the limit of one call, can only narrow the fleet's. */
export function accessOn(rules: AccessRules, { name, environment }: ClusterDescriptor, limit?: AccessLevel): AccessDecision {
  const said: readonly (readonly [string, AccessLevel | undefined])[] = [
    ['fleet', rules.fleet],
    [`environment ${environment}`, ownLevel(rules.environments, environment)],
    [`cluster ${name}`, ownLevel(rules.clusters, name)],
    ['caller', limit],
  ];
  const level = narrowest(said.map(([, each]) => each));
  return { level, by: said.find(([, each]) => each === level)?.[0] ?? 'fleet' };
}

/**
 * Refuses an operation that the level of this cluster does not let through, or whose input names a namespace or a kind that is closed.
 * @throws FleetError OPERATION_NOT_ALLOWED; `details.rule` is the rule
 */
export async function checkOperation(
  rules: AccessRules,
  {
    operation,
    input,
    cluster,
    decision,
  }: {
    readonly operation: Operation;
    readonly input: unknown;
    readonly cluster: ClusterDescriptor;
    readonly decision: AccessDecision;
  },
): Promise<void> {
  const { level, by } = decision;
  if (!accessAllows(level, operation.effect)) {
    const message = `${operation.name} is ${operation.effect}; cluster ${cluster.name} is ${level}. Nothing was done.`;
    throw new FleetError('OPERATION_NOT_ALLOWED', message, { cluster: cluster.name, details: { rule: `${level} (${by})` } });
  }
  const scope = await rules.scopeOf(cluster);
  const refusal = scope === undefined ? undefined : checkInput(scope, input);
  if (refusal !== undefined) throw refusalError(refusal, operation.name, cluster.name);
}

/**
 * The same rules at the wire: looks at each request of a session, so that no handler, helm or plugin goes around them.
 * An operation that declares itself a read cannot write even where writes are allowed.
 */
export async function wireGuard(
  rules: AccessRules,
  operation: Operation,
  cluster: ClusterDescriptor,
  limit?: AccessLevel,
): Promise<AllowRequest> {
  const { level, by } = accessOn(rules, cluster, limit);
  const scope = await rules.scopeOf(cluster);
  return (request, lookUp) => {
    const effect = effectOf(request);
    if (accessAllows(level, effect) && (effect === 'read' || operation.effect !== 'read')) {
      if (scope === undefined) return undefined;
      return checkScope(scope, request, lookUp).then((refusal) =>
        refusal === undefined ? undefined : refusalError(refusal, operation.name, cluster.name),
      );
    }
    const isRead = operation.effect === 'read';
    return new FleetError(
      'OPERATION_NOT_ALLOWED',
      `${operation.name} tried to ${request.method ?? 'GET'} ${request.path}; cluster ${cluster.name} allows ${isRead ? 'only reads to this operation' : level}.`,
      { cluster: cluster.name, details: { rule: isRead ? 'a read operation only reads' : `${level} (${by})` } },
    );
  };
}

function ownLevel(levels: Readonly<Record<string, AccessLevel>>, name: string): AccessLevel | undefined {
  return Object.hasOwn(levels, name) ? levels[name] : undefined;
}
