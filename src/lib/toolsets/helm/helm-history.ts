import { z } from 'zod';
import { textTable } from '../../platform/text-table.js';
import { defineOperation } from '../../operation.js';
import { namespaceField, releaseField } from './fields.js';
import { withHelm } from './open-helm.js';
import { releaseOutput, releaseRow } from './release-output.js';
import { deferred } from '../../platform/deferred.js';

const DEFAULT_ROWS = 50;

export const helmHistory = defineOperation({
  name: 'helm_history',
  title: 'History of a helm release',
  description: 'Revisions of a release, newest first, with what became of each.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  input: deferred(() =>
    z.object({
      name: releaseField(),
      namespace: namespaceField(),
      limit: z.int().min(1).max(1_000).optional().describe('Newest revisions; default 50'),
    }),
  ),
  output: deferred(() => z.strictObject({ revisions: z.array(releaseOutput), more: z.boolean() })),
  handler: async (context, { name, namespace, limit = DEFAULT_ROWS }) =>
    await withHelm(context, { namespace, reads: true }, async (helm) => {
      const answer = await helm.json({ command: ['history', `--max=${String(limit + 1)}`], operands: [name] });
      const rows = (Array.isArray(answer) ? answer : []).map((row: unknown) => releaseRow(row, { name, namespace: helm.namespace }));
      const newest = rows.sort((left, right) => right.revision - left.revision);
      return { revisions: newest.slice(0, limit), more: newest.length > limit };
    }),
  render: ({ revisions, more }) => {
    const columns = ['revision', 'updated', 'status', 'chart', 'app version', 'description'];
    const rows = revisions.map((row) => [row.revision, row.updated?.slice(0, 19), row.status, row.chart, row.app_version, row.description]);
    return [textTable(columns, rows), ...(more ? ['… older ones: ask with a larger limit'] : [])].join('\n');
  },
});
