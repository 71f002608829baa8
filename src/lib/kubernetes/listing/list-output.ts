import { z } from 'zod';
import { deferred } from '../../platform/deferred.js';

/** The output of every list: a table; objects where they were asked for. */
export const tableOutput = deferred(() =>
  z.object({
    kind: z.string(),
    namespace: z.string().optional(),
    columns: z.array(z.string()),
    rows: z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))),
    items: z.array(z.record(z.string(), z.unknown())).optional(),
    format: z.enum(['json', 'yaml']).optional().describe('Of items in the text'),
    total: z.int().optional().describe('Objects counted'),
    continue: z.string().optional().describe('Pass to get the next rows'),
    remaining: z.int().optional(),
    from_cache: z.boolean().optional().describe('May be a moment old'),
    note: z.string().optional(),
  }),
);

/** A list as callers get it, with the cluster that answered. */
export type TableOutput = z.output<typeof tableOutput> & { cluster?: string };

/** A list as handlers make it. */
export type ListAnswer = z.input<typeof tableOutput>;

/** What is the same in every answer about one list. */
export function listHead(kind: string, namespace: string | undefined): Pick<ListAnswer, 'kind' | 'namespace'> {
  return { kind, ...(namespace === undefined ? {} : { namespace }) };
}
