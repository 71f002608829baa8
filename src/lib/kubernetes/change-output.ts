import { z } from 'zod';
import { deferred } from '../platform/deferred.js';

/** The output of operations that change one object. */
export const changeOutput = deferred(() =>
  z.object({
    kind: z.string(),
    namespace: z.string().optional(),
    name: z.string(),
    changed: z.boolean().describe('False: it was like that already'),
    dry_run: z.boolean(),
    changes: z.array(z.string()).describe('Paths that differ'),
    diff: z.string().optional(),
    state: z.string().optional().describe('After the wait'),
  }),
);

export type ChangeOutput = z.output<typeof changeOutput>;
