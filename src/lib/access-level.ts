import type { OperationEffect } from './operation.js';

/** What an access level lets through. */
export type AccessLevel = 'full' | 'non-destructive' | 'read-only';

/** Every level, the widest first. */
export const ACCESS_LEVELS: readonly AccessLevel[] = ['full', 'non-destructive', 'read-only'];

const ALLOWED_EFFECTS: Readonly<Record<AccessLevel, readonly OperationEffect[]>> = {
  'full': ['read', 'write', 'destructive'],
  'non-destructive': ['read', 'write'],
  'read-only': ['read'],
};

/** True when the access level lets this effect through. */
export function accessAllows(level: AccessLevel, effect: OperationEffect): boolean {
  return ALLOWED_EFFECTS[level].includes(effect);
}

/** The narrowest of the levels that are given; full when none is. */
export function narrowest(levels: readonly (AccessLevel | undefined)[]): AccessLevel {
  return ACCESS_LEVELS.findLast((level) => levels.includes(level)) ?? 'full';
}

/** The widest of the levels; undefined when there is none. */
export function widest(levels: readonly AccessLevel[]): AccessLevel | undefined {
  return ACCESS_LEVELS.find((level) => levels.includes(level));
}
