import { z } from 'zod';
import { once } from '../../platform/deferred.js';

/** What becomes of the values that a release already has. */
export const oldValuesField = once(() =>
  z.enum(['reuse', 'reset', 'reset_then_reuse']).optional().describe('Default: reuse, unless values are given'),
);

const FLAGS = {
  reuse: ['--reuse-values'],
  reset: ['--reset-values'],
  reset_then_reuse: ['--reset-then-reuse-values'],
} as const;

export function oldValuesFlags(choice: z.output<ReturnType<typeof oldValuesField>>): readonly string[] {
  return choice === undefined ? [] : FLAGS[choice];
}
