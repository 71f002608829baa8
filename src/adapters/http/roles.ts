import type { AccessLevel, CallLimits } from '../../index.js';

/** What a role allows, and where. It can only narrow what the fleet allows. */
export interface Role {
  readonly access: AccessLevel;
  /** A selector of the clusters it is for (`env=dev`, `prod-*`, `not zone=gov`); every cluster when absent. */
  readonly clusters?: string | undefined;
  /** Names of the toolsets it is for; all of them when absent. */
  readonly toolsets?: readonly string[] | undefined;
}

/** Roles by name. */
export type Roles = Readonly<Record<string, Role>>;

/** Combinations of roles that are kept: far more than any server has, few enough to bound what tokens can make it keep. */
const KEPT = 1000;

/** Turns names of roles into limits; undefined when none of the names is known. Several roles add up, each on its own clusters. */
export function limitsOfRoles(roles: Roles): (names: readonly string[]) => CallLimits | undefined {
  const kept = new Map<string, CallLimits>();
  return (names) => {
    const known = [...new Set(names)].filter((name) => Object.hasOwn(roles, name)).sort();
    if (known.length === 0) return undefined;
    const key = JSON.stringify(known);
    const limits = kept.get(key) ?? { grants: known.flatMap((name) => roles[name] ?? []) };
    if (kept.size >= KEPT) kept.clear();
    kept.set(key, limits);
    return limits;
  };
}
