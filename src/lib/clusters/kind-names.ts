import type { NameRule } from './api-path.js';
import { KIND_TABLE } from './kind-table.js';

/** A kind as a server serves it. */
export interface ServedKind {
  readonly apiVersion: string;
  /** The canonical name: `Pod`. */
  readonly kind: string;
  /** As in paths: `pods`. */
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly namespaced: boolean;
  readonly nameRule: NameRule;
  /** `get`, `list`, `create`…; absent for built-in kinds that were not asked about. */
  readonly verbs?: readonly string[] | undefined;
  /** `status`, `scale`…; absent for built-in kinds that were not asked about. */
  readonly subresources?: readonly string[] | undefined;
}

const parsed = new Map<string, readonly ServedKind[]>();

/** The built-in kinds of one API version; empty for a version that is not built in. */
export function builtInKinds(apiVersion: string): readonly ServedKind[] {
  const known = parsed.get(apiVersion);
  if (known !== undefined) return known;
  const entry = Object.hasOwn(KIND_TABLE, apiVersion) ? KIND_TABLE[apiVersion] : undefined;
  if (entry === undefined) return [];
  const kinds = [...readKinds(apiVersion, entry.namespaced ?? {}, true), ...readKinds(apiVersion, entry.cluster ?? {}, false)];
  parsed.set(apiVersion, kinds);
  return kinds;
}

/** The kind that a person means: exact first, then any case, plural, singular or short name (`Pod`, `pods`, `po`). */
export function matchKind(kinds: readonly ServedKind[], name: string): ServedKind | undefined {
  const exact = kinds.find((kind) => kind.kind === name);
  if (exact !== undefined) return exact;
  const wanted = name.toLowerCase();
  return (
    kinds.find((kind) => kind.kind.toLowerCase() === wanted || kind.plural === wanted || kind.singular === wanted) ??
    kinds.find((kind) => kind.shortNames.includes(wanted))
  );
}

function* readKinds(apiVersion: string, kinds: Readonly<Record<string, string>>, namespaced: boolean): Iterable<ServedKind> {
  const nameRule: NameRule = apiVersion.startsWith('rbac.') ? 'segment' : 'subdomain';
  for (const [kind, names] of Object.entries(kinds)) {
    const [plural = '', ...shortNames] = names.split(' ');
    yield { apiVersion, kind, plural, singular: kind.toLowerCase(), shortNames, namespaced, nameRule };
  }
}
