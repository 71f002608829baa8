import type { FleetContext } from '../../context.js';
import { FleetError } from '../../errors.js';

/** Refuses what touches clusters that the caller may not know of. @throws FleetError OPERATION_NOT_ALLOWED */
export function refuseLimited({ isLimited }: Pick<FleetContext, 'isLimited'>, what: string): void {
  if (!isLimited) return;
  throw new FleetError(
    'OPERATION_NOT_ALLOWED',
    `${what} concerns every cluster of a Rancher; this caller may reach only some. Nothing was done.`,
    {
      hint: 'Somebody without limits can do it.',
    },
  );
}
