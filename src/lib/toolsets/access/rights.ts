import { z } from 'zod';
import type { ClusterContext } from '../../context.js';
import { recordsAt, textsAt, valueAt } from '../../kubernetes/object-values.js';
import { textTable } from '../../platform/text-table.js';
import { deferred } from '../../platform/deferred.js';

/** What a credential may do in one namespace, as SelfSubjectRulesReview tells it. */
export const rightsOutput = deferred(() =>
  z.object({
    resources: z.array(z.object({ resources: z.array(z.string()), names: z.array(z.string()), verbs: z.array(z.string()) })),
    paths: z.array(z.object({ paths: z.array(z.string()), verbs: z.array(z.string()) })),
    incomplete: z.boolean().describe('An authorizer does not tell all its rules (webhooks)'),
  }),
);

export type Rights = z.output<typeof rightsOutput>;

export async function rightsIn({ cluster, signal }: ClusterContext, namespace: string): Promise<Rights> {
  const body = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', spec: { namespace } };
  const path = '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews';
  const answer = (await cluster.request({ method: 'POST', path, body, signal })).json();
  return {
    resources: recordsAt(answer, 'status', 'resourceRules').map((rule) => ({
      resources: textsAt(rule, 'apiGroups').flatMap((group) =>
        textsAt(rule, 'resources').map((name) => (group === '' ? name : `${name}.${group}`)),
      ),
      names: textsAt(rule, 'resourceNames'),
      verbs: textsAt(rule, 'verbs'),
    })),
    paths: recordsAt(answer, 'status', 'nonResourceRules').map((rule) => ({
      paths: textsAt(rule, 'nonResourceURLs'),
      verbs: textsAt(rule, 'verbs'),
    })),
    incomplete: valueAt(answer, 'status', 'incomplete') === true,
  };
}

export function rightsTable({ resources, paths, incomplete }: Rights): string {
  const rows = [
    ...resources.map((rule) => [rule.resources.join(','), rule.names.join(','), rule.verbs.join(',')]),
    ...paths.map((rule) => [rule.paths.join(','), '', rule.verbs.join(',')]),
  ].sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
  const note = incomplete ? '\n(there may be more: an authorizer does not tell all its rules)' : '';
  return rows.length === 0 ? `(nothing)${note}` : `${textTable(['RESOURCES', 'NAMES', 'VERBS'], rows)}${note}`;
}
