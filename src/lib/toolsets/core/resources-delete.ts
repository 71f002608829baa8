import { z } from 'zod';
import { deleteObject, type Deleted } from '../../kubernetes/delete-object.js';
import { deleteOutput, describeDeleted, renderDeleted } from '../../kubernetes/delete-output.js';
import { apiVersionField, kindField, nameField, optionalNamespaceField } from '../../kubernetes/fields.js';
import { describeTarget, findTarget } from '../../kubernetes/object-target.js';
import { waitAfter } from '../../kubernetes/wait-after.js';
import { waitRequest } from '../../kubernetes/wait-request.js';
import { dryRunField, gracePeriodField, timeoutField, waitDeletedField } from '../../kubernetes/write-fields.js';
import { defineOperation } from '../../operation.js';
import { deferred } from '../../platform/deferred.js';

export const resourcesDelete = defineOperation({
  name: 'resources_delete',
  title: 'Delete a resource',
  description: 'Deletes one object of any kind; says what still has to happen until it is gone.',
  scope: 'cluster',
  effect: 'destructive',
  idempotent: true,
  long: true,
  input: deferred(() =>
    z.object({
      apiVersion: apiVersionField(),
      kind: kindField(),
      name: nameField(),
      namespace: optionalNamespaceField(),
      gracePeriodSeconds: gracePeriodField(),
      propagation: z.enum(['background', 'foreground', 'orphan']).optional().describe('For what it owns'),
      uid: z.string().min(1).max(100).optional().describe('Only this very object'),
      resource_version: z.string().min(1).max(100).optional().describe('Only in this state'),
      dry_run: dryRunField(),
      wait_for: waitDeletedField(),
      timeout: timeoutField(),
    }),
  ),
  output: deleteOutput,
  handler: async (context, { apiVersion, kind, name, namespace, gracePeriodSeconds, propagation, dry_run: dryRun, ...input }) => {
    const { cluster, signal } = context;
    const wait = waitRequest({ ...input, dry_run: dryRun });
    const target = await findTarget(cluster, { apiVersion, kind, name, namespace }, signal);
    const { uid, resource_version: resourceVersion } = input;
    const deleted = await deleteObject(cluster, target, { gracePeriodSeconds, propagation, uid, resourceVersion, dryRun, signal });
    const waited = await waitAfter(context, target, wait, `${describeTarget(target)} was told to go`, deleted.uid);
    const now: Deleted = waited === undefined ? deleted : { ...deleted, status: 'deleted', finalizers: [] };
    return describeDeleted(target, now, dryRun === true);
  },
  render: renderDeleted,
});
