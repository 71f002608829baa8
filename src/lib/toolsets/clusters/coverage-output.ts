import { z } from 'zod';
import type { Coverage } from '../../context.js';
import { once } from '../../platform/deferred.js';

/** How complete an answer over several clusters is; ok + stale + failed + denied + skipped = matched. */
export const coverageOutput = once(() =>
  z
    .object({ matched: z.int(), ok: z.int(), stale: z.int(), failed: z.int(), denied: z.int(), skipped: z.int() })
    .describe('ok+stale+failed+denied+skipped = matched'),
);

/** `coverage: 50 matched: 47 ok, 3 failed`. */
export function coverageLine(coverage: Coverage): string {
  const parts = (['ok', 'stale', 'failed', 'denied', 'skipped'] as const)
    .filter((key) => coverage[key] > 0)
    .map((key) => `${String(coverage[key])} ${key}`);
  return `${String(coverage.matched)} matched${parts.length === 0 ? '' : `: ${parts.join(', ')}`}`;
}
