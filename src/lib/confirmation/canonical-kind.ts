import { everyBuiltInKind, groupOf, spellingsOf, type KindNames } from '../policy/known-kinds.js';

let kinds: readonly KindNames[] | undefined;

/**
 * The built-in kind that a name means (`Pod`, `pods`, `po`); undefined for what only a cluster could tell.
 * @param apiVersion Its group is where the name is looked for; every built-in group when absent
 */
export function builtInKindOf(name: string, apiVersion: string | undefined): KindNames | undefined {
  kinds ??= everyBuiltInKind();
  const group = apiVersion === undefined ? undefined : groupOf(apiVersion);
  const wanted = name.toLowerCase();
  return kinds.find((kind) => (group === undefined || kind.group === group) && spellingsOf(kind).includes(wanted));
}
