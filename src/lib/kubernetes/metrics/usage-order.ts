import { z } from 'zod';
import { compareNames } from '../../platform/name-order.js';
import type { Usage } from './usage.js';
import { once } from '../../platform/deferred.js';

export const sortByField = once(() => z.enum(['cpu', 'memory', 'name']).optional().describe('Default cpu'));
export const mostRowsField = once(() => z.int().min(0).max(10_000).optional().describe('Rows at most; 0 = all'));

/** Those that use most first; unknown usage last. By name where that is asked for, and among equals. */
export function byUsage(order: 'cpu' | 'memory' | 'name' | undefined = 'cpu') {
  return (left: Named, right: Named): number => {
    const difference = order === 'name' ? 0 : (right.usage?.[order] ?? -1) - (left.usage?.[order] ?? -1);
    return difference || compareNames(left.name, right.name);
  };
}

interface Named {
  readonly name: string;
  readonly usage?: Usage | undefined;
}
