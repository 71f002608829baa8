import { z } from 'zod';
import { deferred } from '../../../platform/deferred.js';

/** What became of one object of the input. */
export const applyResult = deferred(() =>
  z.object({
    document: z.int(),
    kind: z.string(),
    namespace: z.string().optional(),
    name: z.string(),
    status: z.enum(['created', 'configured', 'unchanged', 'failed', 'not attempted', 'not checked']),
    /** Parts of the document that this operation does not write. */
    ignored: z.array(z.string()).optional(),
    message: z.string().optional(),
    state: z.string().optional(),
    diff: z.string().optional(),
  }),
);

export type ApplyResult = z.output<typeof applyResult>;

export const applyOutput = deferred(() => z.object({ dry_run: z.boolean(), results: z.array(applyResult) }));

/** One line an object, the differences below. */
export function renderApply({
  cluster = '',
  dry_run: dryRun,
  results,
}: z.output<typeof applyOutput> & { readonly cluster?: string }): string {
  const head = `${cluster}: ${String(results.length)} object${results.length === 1 ? '' : 's'}${dryRun ? ', dry run: nothing was changed' : ''}`;
  const lines = results.map((result) => {
    const { namespace, kind, name, status, message, state, ignored = [] } = result;
    const notes = [message, state, ...(ignored.length === 0 ? [] : [`not applied: ${ignored.join(', ')}`])].filter(
      (note) => note !== undefined,
    );
    const object = `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
    return `${status}: ${object}${notes.length === 0 ? '' : ` (${notes.join('; ')})`}`;
  });
  const diffs = results.flatMap(({ kind, name, diff }) => (diff === undefined || diff === '' ? [] : [`--- ${kind} ${name}\n${diff}`]));
  return [head, ...lines, ...diffs].join('\n');
}

/** The counts of an input that was not applied as a whole: `1 created, 2 not attempted`. */
export function countStatuses(results: readonly ApplyResult[]): string {
  const counts = new Map<string, number>();
  for (const { status } of results) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts].map(([status, count]) => `${String(count)} ${status}`).join(', ');
}

/** Characters of the differences of one answer. */
const MAX_DIFFS = 20_000;

/** The results with as many differences as fit into one answer; the others are said to be left out. */
export function boundDiffs(results: readonly ApplyResult[]): ApplyResult[] {
  let length = 0;
  return results.map((result) => {
    length += result.diff?.length ?? 0;
    const fits = result.diff === undefined || result.diff === '' || length <= MAX_DIFFS;
    return fits ? result : { ...result, diff: '(left out: the answer would be too long; give fewer documents)' };
  });
}
