import { z } from 'zod';
import { deferred } from '../../platform/deferred.js';

export const podsLogOutput = deferred(() =>
  z.object({
    namespace: z.string(),
    pod: z.string().optional(),
    container: z.string().optional(),
    log: z.string(),
    lines: z.int(),
    truncated: z.boolean().describe('Lines were cut: notes say which'),
    sources: z
      .array(z.object({ pod: z.string(), container: z.string().optional(), lines: z.int(), error: z.string().optional() }))
      .optional()
      .describe('Where there are several'),
    ended: z.enum(['time', 'lines', 'bytes', 'containers ended']).optional().describe('Why following ended'),
    notes: z.array(z.string()).optional().describe('What is missing and how to get it'),
  }),
);

export type PodsLogOutput = z.output<typeof podsLogOutput> & { readonly cluster?: string };

/** A line that says which log this is, the lines, the logs that could not be read, and what is missing. */
export function renderPodsLog(output: PodsLogOutput): string {
  const { cluster = '', namespace, pod, container, lines, sources = [], notes = [], log } = output;
  const of =
    pod === undefined
      ? `${String(sources.length)} logs in ${namespace}`
      : `log of ${namespace}/${pod}${container === undefined ? '' : `/${container}`}`;
  const failures = sources.flatMap(({ error, ...source }) =>
    error === undefined ? [] : [`! ${source.pod}${source.container === undefined ? '' : `/${source.container}`}: ${error}`],
  );
  const head = `${cluster}: ${of}, ${String(lines)} ${lines === 1 ? 'line' : 'lines'}`;
  return [head, log === '' ? '(no lines)' : log.trimEnd(), ...failures, ...notes.map((note) => `… ${note}`)].join('\n');
}
