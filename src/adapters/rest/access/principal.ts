import { FleetError, type AccessLevel, type Caller, type OperationEffect } from '../../../index.js';

/** What a role allows, and where. It can only narrow what the fleet allows. */
export interface Role {
  readonly access: AccessLevel;
  /** A selector of the clusters it is for (`env=dev`, `prod-*`, `not zone=gov`); every cluster when absent. */
  readonly clusters?: string | undefined;
}

/** An authenticated (or, on loopback, anonymous) caller and what its roles grant. */
export interface Principal {
  readonly caller: Caller;
  readonly grants: readonly Role[];
}

const ALLOWED_EFFECTS: Readonly<Record<AccessLevel, readonly OperationEffect[]>> = {
  'full': ['read', 'write', 'destructive'],
  'non-destructive': ['read', 'write'],
  'read-only': ['read'],
};

export const ACCESS_LEVELS = Object.keys(ALLOWED_EFFECTS);

/** Callers that all their roles leave free: the fleet's own policy is all that holds for them. */
export const UNRESTRICTED: readonly Role[] = [{ access: 'full' }];

/** True when some role lets this effect through, on some cluster. */
export function mayEver({ grants }: Principal, effect: OperationEffect): boolean {
  return grants.some(({ access }) => ALLOWED_EFFECTS[access].includes(effect));
}

/**
 * The selector of the clusters on which a caller may do this; undefined means all.
 * @throws FleetError OPERATION_NOT_ALLOWED when it may nowhere
 */
export function clustersFor(principal: Principal, operation: string, effect: OperationEffect): string | undefined {
  const granting = principal.grants.filter(({ access }) => ALLOWED_EFFECTS[access].includes(effect));
  if (granting.length === 0) {
    throw new FleetError('OPERATION_NOT_ALLOWED', `${operation} is ${effect}; no role of this caller allows that. Nothing was done.`, {
      hint: 'Ask the person who runs this server for a role that allows it.',
    });
  }
  const selectors = granting.map(({ clusters }) => clusters);
  return selectors.includes(undefined) ? undefined : selectors.map((selector) => `(${selector ?? ''})`).join(' or ');
}
