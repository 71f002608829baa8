import { FleetError } from '../errors.js';
import { formatDuration } from '../platform/duration.js';
import type { ConfirmationPlan } from './plan.js';

/** A confirmation that was handed out. */
export interface GivenConfirmation {
  readonly confirmation: string;
  /** ISO 8601. */
  readonly expiresAt: string;
}

/** The call waits for a person to agree; the confirmation lets exactly this call run once. */
export function confirmationRequired(plan: ConfirmationPlan, given: GivenConfirmation, ttlMs: number): FleetError {
  return new FleetError('CONFIRMATION_REQUIRED', `${plan.operation} needs to be confirmed. Nothing was done.\n${plan.text}`, {
    cluster: plan.cluster,
    hint:
      `Show this plan to the user. Only if they agree, repeat exactly this call with confirmation=${given.confirmation} ` +
      `(valid for ${formatDuration(ttlMs)}, once).`,
    details: { plan, ...given },
  });
}

/** A call inside another one cannot be asked about. */
export function confirmationRequiredWithin(operation: string, cluster: string | undefined, outer: string): FleetError {
  return new FleetError(
    'CONFIRMATION_REQUIRED',
    `${operation} needs to be confirmed, and was not when ${outer} was. Nothing was done on this cluster.`,
    { cluster, hint: `Call ${operation} on this cluster directly, or ${outer} again.` },
  );
}

const WHY_INVALID = {
  'unknown': 'it was never given to this caller, was used already, or its time is over',
  'expired': 'its time is over',
  'other-call': 'it was given for another call: another operation, input or cluster',
  'not-asked': 'this call asks for none; leave it out',
} as const;

export function confirmationInvalid(operation: string, why: keyof typeof WHY_INVALID, cluster: string | undefined): FleetError {
  return new FleetError('CONFIRMATION_INVALID', `${operation}: the confirmation cannot be used: ${WHY_INVALID[why]}. Nothing was done.`, {
    cluster,
    details: { reason: why },
  });
}

/** Whoever was asked did not agree. */
export function declined(operation: string, why: string, cluster: string | undefined, cause?: unknown): FleetError {
  return new FleetError('OPERATION_DECLINED', `${operation}: ${why}. Nothing was done.`, { cluster, cause });
}
