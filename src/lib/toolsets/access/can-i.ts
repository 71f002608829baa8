import { z } from 'zod';
import type { ClusterContext } from '../../context.js';
import { FleetError } from '../../errors.js';
import { apiVersionField, nameField, namespaceField } from '../../kubernetes/fields.js';
import { findKind } from '../../kubernetes/find-kind.js';
import { defineOperation } from '../../operation.js';
import { isRecord } from '../../platform/plain-records.js';
import { rightsIn, rightsTable, rightsOutput } from './rights.js';
import { deferred } from '../../platform/deferred.js';

const output = deferred(() =>
  z.object({
    allowed: z.boolean().optional(),
    question: z.string(),
    reason: z.string().optional(),
    problem: z.string().optional().describe('What the authorizer could not find out'),
    rights: rightsOutput.optional(),
  }),
);

type Output = z.output<typeof output>;

export const canI = defineOperation({
  name: 'can_i',
  title: 'May I do this',
  description: 'Asks the cluster whether its credential may do something; without verb, lists all its rights in a namespace.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  input: deferred(() =>
    z.object({
      verb: z
        .string()
        .regex(/^([a-z]{2,30}|\*)$/, 'must be a verb such as get, list, create, delete or *')
        .optional()
        .describe('get, list, delete, *'),
      resource: z
        .string()
        .regex(/^([A-Za-z][-A-Za-z0-9.]{0,252}(\/[a-z]{1,60})?|\*)$/, 'must be a kind or plural, with a subresource after a slash')
        .optional()
        .describe('pods, Deployment, pods/log, *'),
      apiVersion: apiVersionField().optional(),
      namespace: namespaceField().optional().describe("Default: the kubeconfig's"),
      all_namespaces: z.boolean().optional().describe('In every one'),
      name: nameField().optional(),
      path: z
        .string()
        .regex(/^\/[-\w./*]{0,500}$/, 'must be a path such as /metrics')
        .optional()
        .describe('Instead of a resource: /metrics'),
    }),
  ),
  output,
  handler: async (context, input) => {
    if (input.verb === undefined) {
      if (input.resource !== undefined || input.path !== undefined) throw invalid('verb: say what is to be done with it, such as get.');
      const namespace = input.namespace ?? (await context.cluster.defaultNamespace(context.signal));
      return { question: `everything in namespace ${namespace}`, rights: await rightsIn(context, namespace) };
    }
    if ((input.resource === undefined) === (input.path === undefined)) throw invalid('Give either resource or path.');
    return ask(context, { ...input, verb: input.verb });
  },
  render: (answer: Output & { cluster?: string }) => {
    if (answer.rights !== undefined) return `${answer.cluster ?? ''}: ${answer.question}\n${rightsTable(answer.rights)}`;
    const verdict = answer.allowed === true ? 'yes' : 'no';
    const why = [answer.reason, answer.problem].filter((text) => text !== undefined && text !== '').join('; ');
    return `${answer.cluster ?? ''}: ${verdict} — ${answer.question}${why === '' ? '' : ` (${why})`}`;
  },
});

interface Question {
  readonly verb: string;
  readonly resource?: string | undefined;
  readonly apiVersion?: string | undefined;
  readonly namespace?: string | undefined;
  readonly all_namespaces?: boolean | undefined;
  readonly name?: string | undefined;
  readonly path?: string | undefined;
}

async function ask(context: ClusterContext, question: Question): Promise<z.input<typeof output>> {
  const { cluster, signal } = context;
  const { spec, text } = question.path === undefined ? await aboutResource(context, question) : aboutPath(question, question.path);
  const body = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec };
  const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
  const answer = (await cluster.request({ method: 'POST', path, body, signal })).json();
  const status = isRecord(answer) && isRecord(answer['status']) ? answer['status'] : {};
  const { allowed, reason, evaluationError } = status;
  return {
    allowed: allowed === true,
    question: text,
    ...(typeof reason === 'string' && reason !== '' ? { reason } : {}),
    ...(typeof evaluationError === 'string' && evaluationError !== '' ? { problem: evaluationError } : {}),
  };
}

function aboutPath({ verb, namespace, name }: Question, path: string): { spec: object; text: string } {
  if (namespace !== undefined || name !== undefined) throw invalid('A path has neither namespace nor name.');
  return { spec: { nonResourceAttributes: { verb, path } }, text: `${verb} ${path}` };
}

async function aboutResource(context: ClusterContext, question: Question): Promise<{ spec: object; text: string }> {
  const { verb, name, namespace, all_namespaces: everywhere } = question;
  if (everywhere === true && namespace !== undefined) throw invalid('Give either namespace or all_namespaces.');
  const [wanted = '', subresource] = (question.resource ?? '').split('/');
  const kind = wanted === '*' ? undefined : await findKind(context, wanted, question.apiVersion);
  if (kind?.namespaced === false && namespace !== undefined) throw invalid(`${kind.kind} is not in a namespace: leave namespace out.`);
  const inNamespace =
    kind?.namespaced === false || everywhere === true ? undefined : (namespace ?? (await context.cluster.defaultNamespace(context.signal)));
  const group = kind === undefined ? '*' : (/^(.+)\//.exec(kind.apiVersion)?.[1] ?? '');
  const attributes = { verb, group, resource: kind?.plural ?? '*', subresource, name, namespace: inNamespace };
  const what = `${kind?.plural ?? '*'}${subresource === undefined ? '' : `/${subresource}`}${group === '' || group === '*' ? '' : `.${group}`}`;
  const where = inNamespace === undefined ? (kind?.namespaced === false ? '' : ' in all namespaces') : ` in namespace ${inNamespace}`;
  return { spec: { resourceAttributes: attributes }, text: `${verb} ${what}${name === undefined ? '' : ` ${name}`}${where}` };
}

function invalid(message: string): FleetError {
  return new FleetError('INPUT_INVALID', `can_i: ${message} Nothing was done.`);
}
