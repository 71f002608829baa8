import { builtInKinds, type ServedKind } from '../clusters/kind-names.js';
import { KIND_TABLE } from '../clusters/kind-table.js';

/** The names of a kind, as far as rules ask for them. Its version is none of them: every version shows the same objects. */
export interface KindNames {
  /** Empty for the core group. */
  readonly group: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly namespaced: boolean;
  readonly isBuiltIn: boolean;
}

let byPlural: ReadonlyMap<string, KindNames> | undefined;

/** The built-in kind of a path, whatever its version. */
export function builtInKind(group: string, plural: string): KindNames | undefined {
  byPlural ??= new Map(everyBuiltInKind().map((kind) => [`${kind.group}/${kind.plural}`, kind]));
  return byPlural.get(`${group}/${plural}`);
}

/** Every built-in kind, some of them once for each version. */
export function everyBuiltInKind(): readonly KindNames[] {
  return Object.keys(KIND_TABLE).flatMap((apiVersion) => builtInKinds(apiVersion).map((kind) => namesOf(kind, true)));
}

export function namesOf({ apiVersion, kind, plural, singular, shortNames, namespaced }: ServedKind, isBuiltIn = false): KindNames {
  return { group: groupOf(apiVersion), kind, plural, singular, shortNames, namespaced, isBuiltIn };
}

/** `apps` of `apps/v1`; empty for `v1`. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.lastIndexOf('/');
  return slash === -1 ? '' : apiVersion.slice(0, slash);
}

/** Every name a person may give a kind, in lower case. */
export function spellingsOf({ kind, plural, singular, shortNames }: KindNames): readonly string[] {
  return [kind, plural, singular, ...shortNames].filter((name) => name !== '').map((name) => name.toLowerCase());
}
