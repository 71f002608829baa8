import type { ApiRequest } from '../clusters/session.js';
import type { OperationEffect } from '../operation.js';
import { apiResourceOf, type ApiResource } from './api-resource.js';

/** Review requests ask a question by POST; they change nothing. */
const REVIEWS: Readonly<Record<string, readonly string[]>> = {
  'authorization.k8s.io': ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
  'authentication.k8s.io': ['selfsubjectreviews', 'tokenreviews'],
};

/** What kubelets tell of themselves. */
const KUBELET_READS: readonly (string | undefined)[] = ['logs', 'stats', 'metrics', 'healthz'];

/** Subresources that are more than their method says. */
const EFFECTS: Readonly<Record<string, OperationEffect>> = {
  // Connections into a pod begin with a GET, and then do what they like.
  'pods/exec': 'destructive',
  'pods/attach': 'destructive',
  'pods/portforward': 'write',
  'pods/eviction': 'destructive',
  // Whatever the program behind a proxied path makes of it; behind a node, it is the kubelet, which runs commands in pods.
  'pods/proxy': 'write',
  'services/proxy': 'write',
  'nodes/proxy': 'destructive',
  // A token of a service account is that account.
  'serviceaccounts/token': 'destructive',
};

/** What a request does to the cluster, whatever the operation calls itself. */
export function effectOf(request: ApiRequest): OperationEffect {
  const { method = 'GET', path } = request;
  const resource = apiResourceOf(path);
  const isRead = method === 'GET' || method === 'HEAD';
  if (method === 'DELETE') return 'destructive';
  if (resource === undefined) return isRead ? 'read' : 'write';
  if (isReview(resource)) return method === 'POST' || isRead ? 'read' : 'write';
  const { group, plural, subresource } = resource;
  const own = group === '' ? EFFECTS[`${plural}/${subresource ?? ''}`] : undefined;
  if (own !== undefined && !(isRead && isReadable(resource))) return own;
  return isRead ? 'read' : 'write';
}

/** True for a question about rights. */
export function isReview({ group, plural, namespace }: ApiResource): boolean {
  return namespace === undefined && REVIEWS[group]?.includes(plural) === true;
}

/** True when a GET of it only reads. */
function isReadable({ plural, subresource, rest }: ApiResource): boolean {
  return plural === 'nodes' && subresource === 'proxy' && KUBELET_READS.includes(rest[0]);
}
