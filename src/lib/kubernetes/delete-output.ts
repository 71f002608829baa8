import { z } from 'zod';
import type { Deleted } from './delete-object.js';
import { targetFields, type ObjectTarget } from './object-target.js';
import { deferred } from '../platform/deferred.js';

/** The output of operations that delete one object. */
export const deleteOutput = deferred(() =>
  z.object({
    kind: z.string(),
    namespace: z.string().optional(),
    name: z.string(),
    uid: z.string().optional(),
    status: z.enum(['deleted', 'deleting']),
    dry_run: z.boolean(),
    finalizers: z.array(z.string()).optional().describe('Still to be removed by their controllers'),
    grace_seconds: z.int().optional(),
    notes: z.array(z.string()).optional().describe('What follows'),
  }),
);

export type DeleteOutput = z.output<typeof deleteOutput>;

/** What a delete did, as the operations say it. */
export function describeDeleted(target: ObjectTarget, deleted: Deleted, dryRun: boolean, notes: readonly string[] = []): DeleteOutput {
  const { uid, status, finalizers, graceSeconds } = deleted;
  return {
    ...targetFields(target),
    ...(uid === undefined ? {} : { uid }),
    status,
    dry_run: dryRun,
    ...(finalizers.length === 0 ? {} : { finalizers: [...finalizers] }),
    ...(status === 'deleting' && graceSeconds !== undefined ? { grace_seconds: graceSeconds } : {}),
    ...(notes.length === 0 ? {} : { notes: [...notes] }),
  };
}

/** `prod-1: Pod shop/web-0 is being deleted`, and what follows. */
export function renderDeleted(output: DeleteOutput & { readonly cluster?: string }): string {
  const { cluster = '', kind, namespace, name, status, dry_run: dryRun, finalizers = [], grace_seconds: grace, notes = [] } = output;
  const object = `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
  const verb = dryRun ? 'would be deleted (dry run, nothing was done)' : status === 'deleted' ? 'is deleted' : 'is being deleted';
  return [
    `${cluster}: ${object} ${verb}`,
    ...(grace === undefined ? [] : [`grace period: ${String(grace)} s`]),
    ...(finalizers.length === 0 ? [] : [`finalizers to be removed first: ${finalizers.join(', ')}`]),
    ...notes,
  ].join('\n');
}
