import { z } from 'zod';
import { setUnschedulable } from '../../kubernetes/drain/set-unschedulable.js';
import { changeOutput } from '../../kubernetes/change-output.js';
import { renderChange } from '../../kubernetes/change-text.js';
import { nameField } from '../../kubernetes/fields.js';
import { dryRunField } from '../../kubernetes/write-fields.js';
import { defineOperation } from '../../operation.js';
import { deferred } from '../../platform/deferred.js';

const input = deferred(() => z.object({ name: nameField().describe('Node'), dry_run: dryRunField() }));

export const nodesCordon = defineOperation({
  name: 'nodes_cordon',
  title: 'Cordon a node',
  description: 'No new pods are scheduled to the node; those that run stay.',
  scope: 'cluster',
  effect: 'write',
  idempotent: true,
  input,
  output: changeOutput,
  handler: async (context, { name, dry_run: dryRun }) => (await setUnschedulable(context, name, true, { dryRun })).output,
  render: renderChange,
});

export const nodesUncordon = defineOperation({
  name: 'nodes_uncordon',
  title: 'Uncordon a node',
  description: 'Pods may be scheduled to the node again.',
  scope: 'cluster',
  effect: 'write',
  idempotent: true,
  input,
  output: changeOutput,
  handler: async (context, { name, dry_run: dryRun }) => (await setUnschedulable(context, name, false, { dryRun })).output,
  render: renderChange,
});
