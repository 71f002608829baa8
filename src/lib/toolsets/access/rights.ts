import { z } from 'zod';
import type { ClusterContext } from '../../context.js';
import { isRecord } from '../../platform/plain-records.js';
import { textTable } from '../../platform/text-table.js';

/** What a credential may do in one namespace, as SelfSubjectRulesReview tells it. */
export const rightsOutput = z.object({
  resources: z.array(z.object({ resources: z.array(z.string()), names: z.array(z.string()), verbs: z.array(z.string()) })),
  paths: z.array(z.object({ paths: z.array(z.string()), verbs: z.array(z.string()) })),
  incomplete: z.boolean().describe('An authorizer does not tell all its rules (webhooks)'),
});

export type Rights = z.output<typeof rightsOutput>;

export async function rightsIn({ cluster, signal }: ClusterContext, namespace: string): Promise<Rights> {
  const body = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', spec: { namespace } };
  const path = '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews';
  const answer = (await cluster.request({ method: 'POST', path, body, signal })).json();
  const status = isRecord(answer) && isRecord(answer['status']) ? answer['status'] : {};
  return {
    resources: records(status['resourceRules']).map((rule) => ({
      resources: texts(rule['apiGroups']).flatMap((group) =>
        texts(rule['resources']).map((name) => (group === '' ? name : `${name}.${group}`)),
      ),
      names: texts(rule['resourceNames']),
      verbs: texts(rule['verbs']),
    })),
    paths: records(status['nonResourceRules']).map((rule) => ({ paths: texts(rule['nonResourceURLs']), verbs: texts(rule['verbs']) })),
    incomplete: status['incomplete'] === true,
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

function records(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
