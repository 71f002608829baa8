import type { ClusterDescriptor } from '../clusters/descriptor.js';
import { compileGlob } from '../platform/glob.js';
import { meansKind, parseKindPattern, type KindPattern } from './kind-pattern.js';
import type { KindNames } from './known-kinds.js';
import { compileNamespaces, type NamespaceMatcher } from './namespace-pattern.js';

/** What may be reached inside of clusters. Lists that are absent say nothing. */
export interface ScopeLists {
  readonly allowedNamespaces?: readonly string[] | undefined;
  readonly deniedNamespaces?: readonly string[] | undefined;
  readonly allowedKinds?: readonly string[] | undefined;
  readonly deniedKinds?: readonly string[] | undefined;
}

/** Lists for some clusters: those with one of the labels and one of the names. */
export interface ScopeRule extends ScopeLists {
  readonly environments?: readonly string[] | undefined;
  /** Globs of names. */
  readonly clusters?: readonly string[] | undefined;
}

/** One list of one rule. */
interface NamespaceList {
  /** `denied_namespaces`, `access.rules[0].denied_namespaces`. */
  readonly key: string;
  readonly patterns: readonly string[];
  readonly matches: NamespaceMatcher;
}

interface KindList {
  readonly key: string;
  readonly patterns: readonly KindPattern[];
}

/** What holds inside of one cluster: of every list of allowed things one entry must fit, of no list of denied ones. */
export interface ClusterScope {
  readonly allowedNamespaces: readonly NamespaceList[];
  readonly deniedNamespaces: readonly NamespaceList[];
  readonly allowedKinds: readonly KindList[];
  readonly deniedKinds: readonly KindList[];
}

/** Gives what holds inside of a cluster; undefined where nothing is limited. */
export type ScopeOf = (cluster: Pick<ClusterDescriptor, 'name' | 'environment'>) => Promise<ClusterScope | undefined>;

/** Reads the lists of the fleet and the rules beside them. Patterns have been checked with the configuration; they are compiled when first needed. */
export function scopeRules(fleet: ScopeLists, rules: readonly ScopeRule[]): ScopeOf {
  const all = [{ rule: fleet, prefix: '' }, ...rules.map((rule, index) => ({ rule, prefix: `access.rules[${index}].` }))];
  const limiting = all.map((one) => ({ ...one, appliesTo: appliesTo(one.rule), scope: lazily(() => readScope(one.rule, one.prefix)) }));
  return async (cluster) => {
    const scopes = await Promise.all(limiting.filter((one) => one.appliesTo(cluster)).map(({ scope }) => scope()));
    const together: ClusterScope = {
      allowedNamespaces: scopes.flatMap(({ allowedNamespaces }) => allowedNamespaces),
      deniedNamespaces: scopes.flatMap(({ deniedNamespaces }) => deniedNamespaces),
      allowedKinds: scopes.flatMap(({ allowedKinds }) => allowedKinds),
      deniedKinds: scopes.flatMap(({ deniedKinds }) => deniedKinds),
    };
    return Object.values(together).every(({ length }) => length === 0) ? undefined : together;
  };
}

/** The list that keeps a namespace out, as a reader finds it in the configuration; undefined when none does. */
export function namespaceRule(scope: ClusterScope, namespace: string): string | undefined {
  for (const { key, matches } of scope.deniedNamespaces) {
    const found = matches(namespace);
    if (found !== undefined) return `${key} ${JSON.stringify(found)}`;
  }
  return scope.allowedNamespaces.find(({ matches }) => matches(namespace) === undefined)?.key;
}

/** The list that keeps a kind out; undefined when none does. */
export function kindRule(scope: ClusterScope, kind: KindNames): string | undefined {
  for (const { key, patterns } of scope.deniedKinds) {
    const found = patterns.find((pattern) => meansKind(pattern, kind, false));
    if (found !== undefined) return `${key} ${JSON.stringify(found.text)}`;
  }
  return scope.allowedKinds.find(({ patterns }) => !patterns.some((pattern) => meansKind(pattern, kind, true)))?.key;
}

export function limitsNamespaces({ allowedNamespaces, deniedNamespaces }: ClusterScope): boolean {
  return allowedNamespaces.length > 0 || deniedNamespaces.length > 0;
}

export function limitsKinds({ allowedKinds, deniedKinds }: ClusterScope): boolean {
  return allowedKinds.length > 0 || deniedKinds.length > 0;
}

/** What to write instead, for people: `shop, kube-.+, but not team-x`. */
export function usableNamespaces({ allowedNamespaces, deniedNamespaces }: ClusterScope): string {
  const denied = deniedNamespaces.flatMap(({ patterns }) => patterns).join(', ');
  if (allowedNamespaces.length === 0) return `any but ${denied}`;
  const allowed = allowedNamespaces.map(({ patterns }) => (patterns.length === 0 ? 'none' : patterns.join(', ')));
  return `${allowed.join('; and of these ')}${denied === '' ? '' : `, but not ${denied}`}`;
}

function appliesTo({ environments, clusters }: ScopeRule): (cluster: Pick<ClusterDescriptor, 'name' | 'environment'>) => boolean {
  const globs = clusters?.map((glob) => compileGlob(glob));
  return ({ name, environment }) => (environments?.includes(environment) ?? true) && (globs?.some((matches) => matches(name)) ?? true);
}

async function readScope(lists: ScopeLists, prefix: string): Promise<ClusterScope> {
  const namespaces = async (key: string, patterns: readonly string[] | undefined): Promise<readonly NamespaceList[]> =>
    patterns === undefined || deniesNothing(key, patterns)
      ? []
      : [{ key: `${prefix}${key}`, patterns, matches: await compileNamespaces(patterns) }];
  const kinds = (key: string, patterns: readonly string[] | undefined): readonly KindList[] =>
    patterns === undefined || deniesNothing(key, patterns)
      ? []
      : [{ key: `${prefix}${key}`, patterns: patterns.flatMap((text) => parseKindPattern(text) ?? []) }];
  return {
    allowedNamespaces: await namespaces('allowed_namespaces', lists.allowedNamespaces),
    deniedNamespaces: await namespaces('denied_namespaces', lists.deniedNamespaces),
    allowedKinds: kinds('allowed_kinds', lists.allowedKinds),
    deniedKinds: kinds('denied_kinds', lists.deniedKinds),
  };
}

/** An empty list of what is allowed allows nothing; an empty list of what is denied denies nothing. */
function deniesNothing(key: string, patterns: readonly string[]): boolean {
  return key.startsWith('denied') && patterns.length === 0;
}

function lazily<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => (made ??= make());
}
