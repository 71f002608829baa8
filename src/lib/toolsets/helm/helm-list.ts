import { z } from 'zod';
import { FleetError } from '../../errors.js';
import { textTable } from '../../platform/text-table.js';
import { defineOperation } from '../../operation.js';
import { continueField, continuationNumber, namespaceField } from './fields.js';
import { withHelm } from './open-helm.js';
import { releaseOutput, releaseRow } from './release-output.js';
import { deferred } from '../../platform/deferred.js';

const DEFAULT_ROWS = 200;

export const helmList = defineOperation({
  name: 'helm_list',
  title: 'List helm releases',
  description: 'Helm releases of a namespace or of all, whatever their status.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  input: deferred(() =>
    z.object({
      namespace: namespaceField(),
      all_namespaces: z.boolean().optional().describe('Instead of one'),
      filter: z.string().min(1).max(200).optional().describe('Regular expression of names'),
      limit: z.int().min(0).max(10_000).optional().describe('Rows at most; 0 = all'),
      continue: continueField(),
    }),
  ),
  output: deferred(() => z.strictObject({ releases: z.array(releaseOutput.omit({ description: true })), continue: z.string().optional() })),
  handler: async (context, input) => {
    const { namespace, all_namespaces: everywhere = false } = input;
    if (everywhere && namespace !== undefined) throw new FleetError('INPUT_INVALID', 'namespace and all_namespaces cannot both be given.');
    const limit = input.limit ?? DEFAULT_ROWS;
    const offset = continuationNumber(input.continue);
    return await withHelm(context, { namespace, reads: true }, async (helm) => {
      const command = [
        'list',
        ...(helm.major === 3 ? ['--all'] : []),
        ...(everywhere ? ['--all-namespaces'] : []),
        ...(input.filter === undefined ? [] : [`--filter=${input.filter}`]),
        // One more than is shown tells whether there are more.
        `--max=${String(limit === 0 ? 0 : limit + 1)}`,
        `--offset=${String(offset)}`,
      ];
      const answer = await helm.json({ command, operands: [] });
      const rows = (Array.isArray(answer) ? answer : []).map((row: unknown) => releaseRow(row));
      const shown = limit === 0 ? rows : rows.slice(0, limit);
      return { releases: shown, ...(shown.length < rows.length ? { continue: `at:${String(offset + shown.length)}` } : {}) };
    });
  },
  render: ({ releases, continue: next }) => {
    if (releases.length === 0) return 'No releases.';
    const columns = ['namespace', 'name', 'revision', 'status', 'chart', 'app version', 'updated'];
    const rows = releases.map((release) => [
      release.namespace,
      release.name,
      release.revision,
      release.status,
      release.chart,
      release.app_version,
      release.updated?.slice(0, 19),
    ]);
    return [textTable(columns, rows), ...(next === undefined ? [] : [`… more: go on with continue=${next}`])].join('\n');
  },
});
