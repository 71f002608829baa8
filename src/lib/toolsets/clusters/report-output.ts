import { z } from 'zod';
import type { ClusterStatus } from '../../context.js';
import { deferred } from '../../platform/deferred.js';
import { formatAge } from '../../platform/duration.js';

/** What Rancher or the like says of a cluster, and when it said so. */
export const reportOutput = deferred(() =>
  z.object({ by: z.string(), state: z.enum(['Ready', 'NotReady', 'Unknown']), message: z.string().optional(), observed_at: z.string() }),
);

/** A report in wire form. */
export type ReportOutput = z.output<typeof reportOutput>;

export function toReportOutput({ by, state, message, observedAt }: NonNullable<ClusterStatus['reported']>): ReportOutput {
  return { by, state, ...(message === undefined ? {} : { message }), observed_at: observedAt };
}

/** `Rancher prod`; `Rancher prod, 3h ago` where that is long enough ago to be worth a word. */
export function reporter({ by, observed_at }: ReportOutput): string {
  const age = Date.now() - Date.parse(observed_at);
  return age < FRESH_MS ? by : `${by}, ${formatAge(age)} ago`;
}

const FRESH_MS = 2 * 60_000;
