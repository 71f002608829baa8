import { z } from 'zod';
import { FleetError } from '../../errors.js';
import { changeOutput } from '../../kubernetes/change-output.js';
import { renderChange } from '../../kubernetes/change-text.js';
import type { PlainObject } from '../../kubernetes/object-values.js';
import { chooseContainers } from '../../kubernetes/pod-template.js';
import { defineOperation } from '../../operation.js';
import { containersField, templateFields } from './change-fields.js';
import { changeTemplate } from './template-change.js';
import { deferred, once } from '../../platform/deferred.js';

const variable = once(() => z.string().regex(/^[A-Za-z_.-][-\w.]{0,252}$/, 'must be a name of an environment variable'));
const REFERENCE = /^(secret|configmap):([a-z0-9][-a-z0-9.]{0,252})\/([-\w.]{1,253})$/;

export const workloadsSetEnv = defineOperation({
  name: 'workloads_set_env',
  title: 'Set environment variables',
  description: 'Sets and removes environment variables of the containers of a workload; its pods are replaced.',
  scope: 'cluster',
  effect: 'write',
  idempotent: true,
  long: true,
  input: deferred(() =>
    z.object({
      ...templateFields,
      containers: containersField(),
      set: z.record(variable(), z.string().max(65_536)).optional().describe('Value by name'),
      set_from: z
        .record(variable(), z.string().regex(REFERENCE, 'must be secret:NAME/KEY or configmap:NAME/KEY'))
        .optional()
        .describe('secret:NAME/KEY or configmap:NAME/KEY by name'),
      remove: z.array(variable()).max(100).optional().describe('Names'),
    }),
  ),
  output: changeOutput,
  handler: (context, { containers, set = {}, set_from: from = {}, remove = [], ...input }) => {
    const env = environmentPatch(set, from, remove);
    return changeTemplate(context, input, 'changed', (before, target) =>
      chooseContainers(before, target, containers).map((place) => ({ place, change: { env } })),
    );
  },
  render: renderChange,
});

function environmentPatch(
  set: Readonly<Record<string, string>>,
  from: Readonly<Record<string, string>>,
  remove: readonly string[],
): PlainObject[] {
  const names = [...Object.keys(set), ...Object.keys(from), ...remove];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw invalid(`${JSON.stringify(twice)} is named twice in set, set_from and remove`);
  if (names.length === 0) throw invalid('name at least one variable in set, set_from or remove');
  return [
    ...Object.entries(set).map(([name, value]) => ({ name, value, valueFrom: null })),
    ...Object.entries(from).map(([name, reference]) => ({ name, value: null, valueFrom: source(reference) })),
    ...remove.map((name) => ({ name, $patch: 'delete' })),
  ];
}

function source(reference: string): PlainObject {
  const [, kind, name, key] = REFERENCE.exec(reference) ?? [];
  return kind === 'secret' ? { secretKeyRef: { name, key } } : { configMapKeyRef: { name, key } };
}

function invalid(why: string): FleetError {
  return new FleetError('INPUT_INVALID', `workloads_set_env: ${why}. Nothing was done.`, { details: { parameter: 'set' } });
}
