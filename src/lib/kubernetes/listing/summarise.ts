import type { ClusterContext, ResourceReference, ResourceTable } from '../../context.js';
import { recordsAt, textAt } from '../object-values.js';
import type { ListInput } from './list-fields.js';
import { listHead, type ListAnswer } from './list-output.js';

/** Values of one column that are counted one by one; the rest together. */
const MOST_VALUES = 15;
/** A column of another kind with more values than this is no state. */
const MOST_STATES = 12;

/** What is counted of the kinds that everybody looks at, by their server-side columns. */
const COUNTED: Readonly<Record<string, readonly string[]>> = {
  Pod: ['status', 'namespace', 'node', 'owner'],
  Node: ['status', 'roles', 'version'],
};

/** Columns that are different for almost every object. */
const NEVER = new Set(['name', 'age', 'owner']);

/** How many objects there are of each status, node, owner, version: all of them, out of one table from the watch cache. */
export async function summarise(context: ClusterContext, resource: ResourceReference, input: ListInput): Promise<ListAnswer> {
  const { namespace, labelSelector, fieldSelector } = input;
  const table = await context.cluster.list(resource, {
    namespace,
    labelSelector,
    fieldSelector,
    limit: 0,
    wide: true,
    metadataColumns: [{ title: 'owner', valueOf: ownerOf }],
    signal: context.signal,
  });
  const counted = COUNTED[table.kind] ?? statesOf(table);
  const rows = counted.flatMap((column) => countColumn(table, column));
  return {
    ...listHead(table.kind, namespace),
    columns: ['by', 'value', 'count'],
    rows,
    total: table.rows.length,
    ...(table.fromCache ? { from_cache: true } : {}),
  };
}

function countColumn(table: ResourceTable, column: string): ListAnswer['rows'] {
  const index = table.columns.indexOf(column);
  if (index === -1) return [];
  const counts = new Map<string, number>();
  for (const row of table.rows) {
    const value = String(row[index] ?? '<none>');
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([one, most], [other, least]) => least - most || (one < other ? -1 : 1));
  const rest = sorted.slice(MOST_VALUES);
  const others = rest.reduce((sum, [, count]) => sum + count, 0);
  return [
    ...sorted.slice(0, MOST_VALUES).map(([value, count]) => [column, value, count]),
    ...(rest.length === 0 ? [] : [[column, `(${String(rest.length)} others)`, others]]),
  ];
}

/** Columns with few values: states, types, classes. */
function statesOf(table: ResourceTable): readonly string[] {
  const others = table.columns.filter((column, index) => {
    if (NEVER.has(column) || column === 'namespace') return false;
    const values = new Set(table.rows.map((row) => row[index]));
    return values.size <= MOST_STATES && (values.size < table.rows.length || table.rows.length === 1);
  });
  return [...(table.columns[0] === 'namespace' ? ['namespace'] : []), ...others];
}

/** `Deployment web`: whose pod it is, as people know it. */
function ownerOf(metadata: Readonly<Record<string, unknown>>): string {
  const owners = recordsAt(metadata, 'ownerReferences');
  const owner = owners.find((one) => one['controller'] === true) ?? owners[0];
  if (owner === undefined) return '<none>';
  const kind = textAt(owner, 'kind') ?? '';
  const name = textAt(owner, 'name') ?? '';
  const hash = textAt(metadata, 'labels', 'pod-template-hash');
  const isRevision = kind === 'ReplicaSet' && hash !== undefined && name.endsWith(`-${hash}`);
  return isRevision ? `Deployment ${name.slice(0, -hash.length - 1)}` : `${kind} ${name}`;
}
