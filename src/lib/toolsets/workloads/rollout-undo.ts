import { z } from 'zod';
import { FleetError } from '../../errors.js';
import { changeOutput } from '../../kubernetes/change-output.js';
import { renderChange } from '../../kubernetes/change-text.js';
import type { ObjectPatch } from '../../kubernetes/object-patch.js';
import { describeTarget, type ObjectTarget } from '../../kubernetes/object-target.js';
import { recordAt } from '../../kubernetes/object-values.js';
import { findRevision, readRevisions, refusePaused, type Revision } from '../../kubernetes/rollout/revisions.js';
import { findWorkload, rolloutFields } from '../../kubernetes/rollout/rollout-target.js';
import { defineOperation } from '../../operation.js';
import { rolloutChangeFields } from './change-fields.js';
import { changeWorkload } from './rollout-change.js';
import { deferred } from '../../platform/deferred.js';

const output = deferred(() => changeOutput.extend({ revision: z.int().describe('The one that is used again') }));

export const rolloutUndo = defineOperation({
  name: 'rollout_undo',
  title: 'Undo a rollout',
  description: 'Takes a workload back to its previous or to a named revision.',
  scope: 'cluster',
  effect: 'write',
  idempotent: false,
  long: true,
  input: deferred(() =>
    z.object({
      ...rolloutFields,
      to_revision: z.int().min(1).optional().describe('Default: the previous one'),
      ...rolloutChangeFields,
    }),
  ),
  output,
  handler: async (context, { kind, name, namespace, to_revision: wanted, ...change }) => {
    const { cluster, signal } = context;
    const target = await findWorkload(cluster, { kind, name, namespace }, signal);
    const workload = await cluster.get(target.kind, target.name, { namespace: target.namespace, signal });
    refusePaused(workload, target);
    const revisions = await readRevisions(cluster, workload, target, signal);
    const revision = wanted === undefined ? previous(revisions, target) : findRevision(revisions, wanted, target);
    const changed = await changeWorkload(context, target, patchTo(revision, target), {
      ...change,
      done: `going back to revision ${String(revision.revision)}`,
    });
    return { ...changed, revision: revision.revision };
  },
  render: (answer: z.output<typeof output> & { cluster?: string }) => `${renderChange(answer)}\nrevision: ${String(answer.revision)}`,
});

function previous(revisions: readonly Revision[], target: ObjectTarget): Revision {
  const [, before] = revisions;
  if (before !== undefined) return before;
  throw new FleetError('NOT_FOUND', `${describeTarget(target)} has no earlier revision to go back to. Nothing was done.`, {
    hint: 'rollout_history lists the kept revisions.',
  });
}

/** A Deployment gets the whole template of the ReplicaSet; a ControllerRevision is itself the patch to apply. */
function patchTo({ template, keptBy }: Revision, target: ObjectTarget): ObjectPatch {
  if (target.kind.kind !== 'Deployment') return { type: 'strategic', body: recordAt(keptBy, 'data') };
  return { type: 'json', steps: [{ op: 'replace', path: '/spec/template', value: template }] };
}
