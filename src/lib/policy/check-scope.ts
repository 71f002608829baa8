import type { LookUpKind } from '../clusters/allow-request.js';
import type { ApiRequest } from '../clusters/session.js';
import { FleetError } from '../errors.js';
import { isRecord, parseJson } from '../platform/plain-records.js';
import { apiResourceOf, type ApiResource } from './api-resource.js';
import { builtInKind, namesOf, type KindNames } from './known-kinds.js';
import { effectOf, isReview } from './request-effect.js';
import { kindRule, limitsKinds, limitsNamespaces, namespaceRule, usableNamespaces, type ClusterScope } from './scope-rules.js';

/** Why something is outside of what the rules let through. */
export interface ScopeRefusal {
  /** What was asked for: `secrets in namespace kube-system`. */
  readonly what: string;
  /** As the configuration spells it. */
  readonly rule: string;
  readonly hint: string;
}

/** What of an API server is no resource and holds nothing of any namespace or kind. */
const PLAIN_PATHS = ['api', 'apis', 'openapi', 'version', 'healthz', 'livez', 'readyz', 'metrics'];

/**
 * Holds a request against the rules of its cluster. What cannot be told from its path is looked up, and refused where it stays unknown.
 * @throws FleetError KIND_UNKNOWN for a kind that the cluster does not serve
 */
export async function checkScope(scope: ClusterScope, request: ApiRequest, lookUp: LookUpKind): Promise<ScopeRefusal | undefined> {
  const resource = apiResourceOf(request.path);
  if (resource === undefined) return plainPathRefusal(request.path);
  if (isReview(resource)) return undefined;
  const { group, plural, apiVersion, namespace } = resource;
  const asksAll = limitsKinds(scope) || namespace === undefined;
  const kind = builtInKind(group, plural) ?? (asksAll ? namesOf(await lookUp(apiVersion, plural, request.signal)) : undefined);
  return (kind === undefined ? undefined : kindRefusal(scope, kind)) ?? namespaceRefusal(scope, request, resource, kind);
}

/** Refuses a kind by its names. */
export function kindRefusal(scope: ClusterScope, kind: KindNames): ScopeRefusal | undefined {
  const rule = kindRule(scope, kind);
  if (rule === undefined) return undefined;
  return {
    what: `the kind ${kind.kind}${kind.group === '' ? '' : ` of ${kind.group}`}`,
    rule,
    hint: 'Ask the person who runs fleetwright for another policy.',
  };
}

/** Refuses a namespace by its name. */
export function namedNamespaceRefusal(scope: ClusterScope, namespace: string): ScopeRefusal | undefined {
  const rule = namespaceRule(scope, namespace);
  return rule === undefined ? undefined : { what: `namespace ${JSON.stringify(namespace)}`, rule, hint: nameOne(scope) };
}

/** The refusal as the error that callers get. */
export function refusalError({ what, rule, hint }: ScopeRefusal, operation: string, cluster: string): FleetError {
  return new FleetError('OPERATION_NOT_ALLOWED', `${operation}: ${what} is closed on cluster ${cluster} by ${rule}. Nothing was done.`, {
    cluster,
    hint,
    details: { rule },
  });
}

function namespaceRefusal(
  scope: ClusterScope,
  request: ApiRequest,
  resource: ApiResource,
  kind: KindNames | undefined,
): ScopeRefusal | undefined {
  if (!limitsNamespaces(scope)) return undefined;
  const { group, plural, namespace, subresource, rest } = resource;
  if (namespace !== undefined) return namedNamespaceRefusal(scope, namespace);
  const rule = namespaceKeys(scope);
  if (kind?.namespaced !== false) return { what: `${plural} of all namespaces`, rule, hint: nameOne(scope) };
  // A kubelet tells and does things of every pod of its node.
  if (group === '' && plural === 'nodes' && subresource === 'proxy' && rest[0] !== 'healthz') {
    return { what: 'the kubelet of a node, which serves every namespace,', rule, hint: nameOne(scope) };
  }
  if (effectOf(request) === 'read') return undefined;
  if (group === '' && plural === 'namespaces') return newNamespaceRefusal(scope, request);
  // What belongs to no namespace reaches all of them: whoever may use only some may not change it.
  return scope.allowedNamespaces.length === 0
    ? undefined
    : { what: `a change of ${plural}, which are in no namespace,`, rule, hint: nameOne(scope) };
}

/** A new namespace is named in the body, others in the path. */
function newNamespaceRefusal(scope: ClusterScope, { body }: ApiRequest): ScopeRefusal | undefined {
  const object =
    typeof body === 'string' ? parseJson(body) : body instanceof Uint8Array ? parseJson(Buffer.from(body).toString('utf8')) : body;
  const metadata = isRecord(object) ? object['metadata'] : undefined;
  const name = isRecord(metadata) ? metadata['name'] : undefined;
  if (typeof name === 'string') return namedNamespaceRefusal(scope, name);
  return { what: 'a new namespace whose name cannot be read', rule: namespaceKeys(scope), hint: 'Name it in metadata.name.' };
}

function plainPathRefusal(path: string): ScopeRefusal | undefined {
  const [first = ''] = path.split('/').filter((segment) => segment !== '');
  if (first === '' || PLAIN_PATHS.includes(first)) return undefined;
  return {
    what: `the path ${JSON.stringify(path.slice(0, 80))}`,
    rule: 'the lists of namespaces and kinds',
    hint: 'Use operations on resources.',
  };
}

function namespaceKeys({ allowedNamespaces, deniedNamespaces }: ClusterScope): string {
  return [...allowedNamespaces, ...deniedNamespaces].map(({ key }) => key).join(', ');
}

function nameOne(scope: ClusterScope): string {
  return `Pass \`namespace\`: ${usableNamespaces(scope)}.`;
}
