import { builtInKinds, matchKind } from '../clusters/kind-names.js';
import { isRecord } from '../platform/plain-records.js';
import { kindRefusal, namedNamespaceRefusal, type ScopeRefusal } from './check-scope.js';
import { groupOf, namesOf, type KindNames } from './known-kinds.js';
import type { ClusterScope } from './scope-rules.js';

/** What the input itself says of namespace and kind, held against the rules before any request. What it leaves open is seen at the wire. */
export function checkInput(scope: ClusterScope, input: unknown): ScopeRefusal | undefined {
  if (!isRecord(input)) return undefined;
  const { namespace } = input;
  const kind = kindOfInput(input);
  return (
    (kind === undefined ? undefined : kindRefusal(scope, kind)) ??
    (typeof namespace === 'string' && namespace !== '' ? namedNamespaceRefusal(scope, namespace) : undefined)
  );
}

/** The built-in kind that `apiVersion` and `kind` of an input mean, as the session will read them. */
export function kindOfInput({ apiVersion, kind }: Readonly<Record<string, unknown>>): KindNames | undefined {
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return undefined;
  const found = matchKind(builtInKinds(apiVersion), kind);
  return found === undefined ? undefined : namesOf(found, true);
}

/** {@link kindOfInput}; where the kind is not built in, the names that the input itself gives it. */
export function namedKindOfInput(input: Readonly<Record<string, unknown>>): KindNames | undefined {
  const { apiVersion, kind } = input;
  const known = kindOfInput(input);
  if (known !== undefined || typeof apiVersion !== 'string' || typeof kind !== 'string') return known;
  return { group: groupOf(apiVersion), kind, plural: '', singular: '', shortNames: [], namespaced: true, isBuiltIn: false };
}
