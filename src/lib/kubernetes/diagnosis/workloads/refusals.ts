/** Why the API server refuses pods that a controller wants to make. The first that matches counts. */
const REFUSALS: readonly { readonly says: RegExp; readonly code: string; readonly meaning: string }[] = [
  {
    says: /exceeded quota/i,
    code: 'QuotaExceeded',
    meaning: 'the resource quota of the namespace is used up: lower the requests or the replicas, or raise the quota',
  },
  {
    says: /failed quota/i,
    code: 'QuotaExceeded',
    meaning: 'the resource quota asks for requests or limits that the containers do not name',
  },
  { says: /violates PodSecurity/i, code: 'PodSecurity', meaning: 'the security level of the namespace forbids what the pods ask for' },
  {
    says: /failed calling webhook/i,
    code: 'WebhookFailing',
    meaning: 'an admission webhook does not answer, and everything that it must see is refused meanwhile',
  },
  { says: /admission webhook/i, code: 'WebhookDenied', meaning: 'an admission webhook refuses the pods: its message says which rule' },
  {
    says: /(maximum|minimum) .* usage per|limit to request ratio/i,
    code: 'LimitRange',
    meaning: 'the limit range of the namespace does not allow these requests or limits',
  },
  { says: /serviceaccount .* not found/i, code: 'ServiceAccountMissing', meaning: 'the service account of the pods does not exist' },
  { says: /priority ?class/i, code: 'PriorityClassMissing', meaning: 'the priority class of the pods does not exist' },
  { says: /is forbidden/i, code: 'PodsForbidden', meaning: 'the cluster refuses the pods: its message says by which rule' },
];

const OTHER = { code: 'PodsRefused', meaning: 'the cluster refuses the pods for the reason in its message' };

export function refusalOf(message: string): { readonly code: string; readonly meaning: string } {
  return REFUSALS.find(({ says }) => says.test(message)) ?? OTHER;
}
