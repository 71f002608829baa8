import type { Caller, CallLimits, Fleet } from '../../../index.js';

export interface Reader {
  readonly caller: Caller;
  readonly limits: CallLimits;
  readonly requestId: string;
}

/**
 * Events tell of clusters, and their status is what clusters_status tells: only who may use those operations gets them.
 * @throws FleetError OPERATION_NOT_ALLOWED, OPERATION_UNKNOWN
 */
export async function admitReader(fleet: Fleet, { caller, limits, requestId }: Reader, status: boolean): Promise<void> {
  const usable = new Set(fleet.operations.list(limits).map(({ name }) => name));
  for (const operation of status ? ['clusters_list', 'clusters_status'] : ['clusters_list']) {
    // The fleet itself refuses, so that it stands in the audit log.
    if (!usable.has(operation)) await fleet.call({ operation, input: { limit: 1 }, caller, limits, requestId });
  }
}
