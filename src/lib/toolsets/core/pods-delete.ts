import { z } from 'zod';
import { deleteObject } from '../../kubernetes/delete-object.js';
import { deleteOutput, describeDeleted, renderDeleted } from '../../kubernetes/delete-output.js';
import { nameField, optionalNamespaceField } from '../../kubernetes/fields.js';
import { findTarget } from '../../kubernetes/object-target.js';
import { listAt, textAt } from '../../kubernetes/object-values.js';
import { dryRunField, gracePeriodField } from '../../kubernetes/write-fields.js';
import { defineOperation } from '../../operation.js';
import { deleteServiceOf } from './pod-service.js';
import { deferred } from '../../platform/deferred.js';

export const podsDelete = defineOperation({
  name: 'pods_delete',
  title: 'Delete a pod',
  description: 'Deletes one pod; with one made by pods_run its service too.',
  scope: 'cluster',
  effect: 'destructive',
  idempotent: true,
  input: deferred(() =>
    z.object({
      name: nameField().describe('Pod name'),
      namespace: optionalNamespaceField(),
      gracePeriodSeconds: gracePeriodField(),
      dry_run: dryRunField(),
    }),
  ),
  output: deleteOutput,
  handler: async ({ cluster, signal }, { name, namespace, gracePeriodSeconds, dry_run: dryRun }) => {
    const target = await findTarget(cluster, { apiVersion: 'v1', kind: 'Pod', name, namespace }, signal);
    const deleted = await deleteObject(cluster, target, { gracePeriodSeconds, dryRun, signal });
    const service = await deleteServiceOf(cluster, deleted.object, { dryRun, signal });
    return describeDeleted(target, deleted, dryRun === true, [whatFollows(deleted.object), ...service]);
  },
  render: renderDeleted,
});

function whatFollows(pod: unknown): string {
  const owner = listAt(pod, 'metadata', 'ownerReferences').find((reference) => textAt(reference, 'kind') !== undefined);
  if (owner === undefined) return 'nothing owns it: it does not come back';
  return `it belongs to ${textAt(owner, 'kind') ?? ''} ${textAt(owner, 'name') ?? ''}, which makes another one if it still wants it`;
}
