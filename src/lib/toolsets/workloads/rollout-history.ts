import { z } from 'zod';
import { dump } from 'js-yaml';
import { targetFields } from '../../kubernetes/object-target.js';
import { diffObjects } from '../../kubernetes/object-diff.js';
import { findRevision, imagesOf, readRevisions, type Revision } from '../../kubernetes/rollout/revisions.js';
import { findWorkload, rolloutFields } from '../../kubernetes/rollout/rollout-target.js';
import { FleetError } from '../../errors.js';
import { defineOperation } from '../../operation.js';
import { textTable } from '../../platform/text-table.js';
import { deferred } from '../../platform/deferred.js';

const output = deferred(() =>
  z.object({
    kind: z.string(),
    namespace: z.string().optional(),
    name: z.string(),
    revisions: z.array(
      z.object({
        revision: z.int(),
        current: z.boolean(),
        created: z.string(),
        images: z.array(z.string()),
        cause: z.string().optional(),
      }),
    ),
    template: z.record(z.string(), z.unknown()).optional().describe('Of the asked revision'),
    diff: z.string().optional().describe('From compare_to to revision'),
  }),
);

type Output = z.output<typeof output>;

export const rolloutHistory = defineOperation({
  name: 'rollout_history',
  title: 'Revisions of a workload',
  description: 'Kept revisions with images and cause; one of them in full, or two compared.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  input: deferred(() =>
    z.object({
      ...rolloutFields,
      revision: z.int().min(1).optional().describe('Show its pod template'),
      compare_to: z.int().min(1).optional().describe('Another revision: show the difference'),
    }),
  ),
  output,
  handler: async (context, { revision, compare_to: other, ...wanted }) => {
    const { cluster, signal } = context;
    if (other !== undefined && revision === undefined) {
      throw new FleetError('INPUT_INVALID', 'compare_to needs a revision to compare with. Nothing was done.', {
        details: { parameter: 'revision' },
      });
    }
    const target = await findWorkload(cluster, wanted, signal);
    const workload = await cluster.get(target.kind, target.name, { namespace: target.namespace, signal });
    const revisions = await readRevisions(cluster, workload, target, signal);
    const chosen = revision === undefined ? undefined : findRevision(revisions, revision, target);
    const compared = other === undefined ? undefined : findRevision(revisions, other, target);
    const asTemplate = ({ template }: Revision): object => ({ kind: 'PodTemplate', template });
    return {
      ...targetFields(target),
      revisions: revisions.map(({ revision: number, created, cause, template }, index) => ({
        revision: number,
        current: index === 0,
        created,
        images: imagesOf(template),
        ...(cause === undefined ? {} : { cause }),
      })),
      ...(chosen === undefined || compared !== undefined ? {} : { template: { ...chosen.template } }),
      ...(chosen === undefined || compared === undefined
        ? {}
        : { diff: await diffObjects({ ...asTemplate(compared) }, { ...asTemplate(chosen) }) }),
    };
  },
  render: ({ cluster, kind, namespace, name, revisions, template, diff }: Output & { cluster?: string }) => {
    const head = `${cluster ?? ''}: ${String(revisions.length)} revisions of ${kind} ${namespace ?? ''}/${name}`;
    if (diff !== undefined) return `${head}\n${diff === '' ? '(no difference)' : diff}`;
    if (template !== undefined) return `${head}\n${dump(template, { lineWidth: -1, noRefs: true }).trimEnd()}`;
    const rows = revisions.map((one) => [
      one.current ? `${String(one.revision)} *` : one.revision,
      one.created,
      one.images.join(','),
      one.cause,
    ]);
    return rows.length === 0 ? head : `${head} (* = current)\n${textTable(['REVISION', 'CREATED', 'IMAGES', 'CAUSE'], rows)}`;
  },
});
