import { z } from 'zod';
import { deferred } from '../../platform/deferred.js';

export const drainOutput = deferred(() =>
  z.object({
    node: z.string(),
    dry_run: z.boolean(),
    cordoned: z.boolean(),
    pods: z.array(
      z.object({
        namespace: z.string(),
        name: z.string(),
        status: z.enum(['evicted', 'failed', 'stays', 'would_go']),
        why: z.string().optional(),
      }),
    ),
  }),
);

export type DrainOutput = z.output<typeof drainOutput>;

export function drainText({ cluster, node, dry_run: dryRun, pods }: DrainOutput & { readonly cluster?: string }): string {
  const gone = pods.filter(({ status }) => status === 'evicted' || status === 'would_go');
  const staying = pods.filter(({ status }) => status === 'stays');
  const head = dryRun
    ? `${cluster ?? ''}: node ${node}: ${String(gone.length)} pods would go, ${String(staying.length)} would stay (dry run, nothing was done)`
    : `${cluster ?? ''}: node ${node} is drained and cordoned: ${String(gone.length)} pods evicted, ${String(staying.length)} left`;
  const lines = pods.map(({ namespace, name, status, why }) => `${status} ${namespace}/${name}${why === undefined ? '' : ` (${why})`}`);
  return [head, ...lines].join('\n');
}
