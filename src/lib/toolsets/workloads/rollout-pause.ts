import { z } from 'zod';
import type { ClusterContext } from '../../context.js';
import { changeObject } from '../../kubernetes/change-object.js';
import { changeOutput, type ChangeOutput } from '../../kubernetes/change-output.js';
import { renderChange } from '../../kubernetes/change-text.js';
import { nameField, optionalNamespaceField } from '../../kubernetes/fields.js';
import { findWorkload } from '../../kubernetes/rollout/rollout-target.js';
import { dryRunField } from '../../kubernetes/write-fields.js';
import { defineOperation } from '../../operation.js';
import { deferred } from '../../platform/deferred.js';

const input = deferred(() =>
  z.object({ name: nameField().describe('Deployment'), namespace: optionalNamespaceField(), dry_run: dryRunField() }),
);

async function setPaused(
  context: ClusterContext,
  { name, namespace, dry_run: dryRun }: z.output<typeof input>,
  paused: boolean,
): Promise<ChangeOutput> {
  const target = await findWorkload(context.cluster, { kind: 'Deployment', name, namespace }, context.signal);
  return (await changeObject(context, target, { type: 'merge', body: { spec: { paused: paused ? true : null } } }, { dryRun })).output;
}

export const rolloutPause = defineOperation({
  name: 'rollout_pause',
  title: 'Pause a rollout',
  description: 'Changes of a paused Deployment wait until rollout_resume.',
  scope: 'cluster',
  effect: 'write',
  idempotent: true,
  input,
  output: changeOutput,
  handler: (context, wanted) => setPaused(context, wanted, true),
  render: renderChange,
});

export const rolloutResume = defineOperation({
  name: 'rollout_resume',
  title: 'Resume a rollout',
  description: 'Lets a paused Deployment roll out what was changed meanwhile.',
  scope: 'cluster',
  effect: 'write',
  idempotent: true,
  input,
  output: changeOutput,
  handler: (context, wanted) => setPaused(context, wanted, false),
  render: renderChange,
});
