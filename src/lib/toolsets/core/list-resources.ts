import { z } from 'zod';
import type { ClusterContext, ResourceTable } from '../../context.js';
import { textTable } from '../../platform/text-table.js';

/** Rows of a list when the caller names no limit: about 15 KB of text for pods. */
const DEFAULT_LIMIT = 200;

/** The output of every list: a server-side Table. */
export const tableOutput = z.object({
  kind: z.string(),
  namespace: z.string().optional(),
  columns: z.array(z.string()),
  rows: z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))),
  continue: z.string().optional().describe('Pass to get the next rows'),
  remaining: z.int().optional(),
  from_cache: z.boolean().optional().describe('May be a moment old'),
});

export type TableOutput = z.output<typeof tableOutput> & { cluster?: string };

/** Which list parameters a list operation was called with. */
export interface ListInput {
  readonly namespace?: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
  readonly limit?: number | undefined;
  readonly continue?: string | undefined;
}

/** Lists one kind on the cluster of the context. */
export async function listResources(
  context: ClusterContext,
  apiVersion: string,
  kind: string,
  input: ListInput,
): Promise<z.input<typeof tableOutput>> {
  const table = await context.cluster.list(
    { apiVersion, kind },
    {
      namespace: input.namespace,
      labelSelector: input.labelSelector,
      fieldSelector: input.fieldSelector,
      limit: input.limit ?? DEFAULT_LIMIT,
      continue: input.continue,
      signal: context.signal,
    },
  );
  return toOutput(table, input.namespace);
}

function toOutput(table: ResourceTable, namespace: string | undefined): z.input<typeof tableOutput> {
  return {
    kind: table.kind,
    ...(namespace === undefined ? {} : { namespace }),
    columns: [...table.columns],
    // Rows come from JSON.parse of one answer and belong to nobody else: copying 2,000 of them would only cost time.
    rows: table.rows as TableOutput['rows'],
    ...(table.continue === undefined ? {} : { continue: table.continue }),
    ...(table.remaining === undefined ? {} : { remaining: table.remaining }),
    ...(table.fromCache ? { from_cache: true } : {}),
  };
}

/** `prod-1: 3 Pod in namespace web`, the table, and how to get the rest. */
export function renderTable(output: TableOutput): string {
  const where = output.namespace === undefined ? '' : ` in namespace ${output.namespace}`;
  const head = `${output.cluster ?? ''}: ${String(output.rows.length)} ${output.kind}${where}${output.from_cache === true ? ' (from the watch cache)' : ''}`;
  if (output.rows.length === 0) return `${head}${moreLine(output)}`;
  return `${head}\n${textTable(output.columns, output.rows)}${moreLine(output)}`;
}

function moreLine(output: TableOutput): string {
  if (output.continue === undefined) return '';
  const count = output.remaining === undefined ? 'more rows' : `${String(output.remaining)} more rows`;
  return `\n… ${count}. Next: same call with continue=${output.continue} (or limit=0 for all, or a selector for fewer)`;
}
