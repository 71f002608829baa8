import { z } from 'zod';
import { textTable } from '../../platform/text-table.js';
import { renderPlain } from '../../platform/render-plain.js';
import { coverageLine, coverageOutput } from './coverage-output.js';
import { deferred, once } from '../../platform/deferred.js';

const cell = once(() => z.union([z.string(), z.number(), z.boolean(), z.null()]));

/** One aggregated table, or one result per cluster where the operation answers with something else than rows. */
export const execAllOutput = deferred(() =>
  z.object({
    operation: z.string(),
    coverage: coverageOutput(),
    failures: z.array(z.object({ cluster: z.string(), code: z.string(), message: z.string() })),
    columns: z.array(z.string()),
    rows: z.array(z.array(cell())),
    results: z.array(z.object({ cluster: z.string(), output: z.record(z.string(), z.unknown()) })).optional(),
    truncated: z
      .array(z.object({ cluster: z.string(), continue: z.string().optional(), remaining: z.int().optional() }))
      .optional()
      .describe('Clusters with more rows; call the operation there with continue'),
  }),
);

export type ExecAllOutput = z.output<typeof execAllOutput>;

/** The table with its cluster column, the failures, the coverage. */
export function renderExecAll(output: ExecAllOutput): string {
  const parts = [`${output.operation} over ${coverageLine(output.coverage)}`];
  if (output.rows.length > 0) parts.push(textTable(output.columns, output.rows));
  else if (output.results === undefined && output.coverage.ok + output.coverage.stale > 0) parts.push('(no rows)');
  for (const { cluster, output: result } of output.results ?? []) parts.push(`--- ${cluster}`, renderPlain(result));
  for (const { cluster, continue: token, remaining } of output.truncated ?? []) {
    const count = remaining === undefined ? 'more rows' : `${String(remaining)} more rows`;
    parts.push(`… ${cluster}: ${count}${token === undefined ? '' : `. Next: ${output.operation} cluster=${cluster} continue=${token}`}`);
  }
  if (output.failures.length > 0)
    parts.push('Failed:', ...output.failures.map(({ cluster, code, message }) => `- ${cluster}: ${code}: ${message}`));
  return parts.join('\n');
}
