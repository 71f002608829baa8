import type { Operation } from '../operation.js';
import { meansKind, type KindPattern } from '../policy/kind-pattern.js';
import type { Touched } from './touched.js';

/** A call as the rules see it. */
export interface Subject {
  readonly operation: Operation;
  readonly cluster?: { readonly name: string; readonly environment: string } | undefined;
  readonly touched: readonly Touched[];
}

/** Whether a part of a rule fits a call; `maybe` where the input does not say what the rule names. */
export type Fit = 'yes' | 'no' | 'maybe';

/** All parts of a rule together. */
export function every(fits: readonly Fit[]): Fit {
  if (fits.includes('no')) return 'no';
  return fits.includes('maybe') ? 'maybe' : 'yes';
}

/** What a rule says of the cluster. */
export function placeFit({ operation, cluster }: Subject, test: (cluster: NonNullable<Subject['cluster']>) => boolean): Fit {
  if (cluster !== undefined) return test(cluster) ? 'yes' : 'no';
  // An operation that says which calls it makes reaches clusters through them only, and each of them is looked at.
  return operation.scope === 'local' || operation.calls !== undefined ? 'no' : 'maybe';
}

/** @param ask A rule that exempts means by a bare name the built-in kind only, not every kind that is called so. */
export function kindFit({ kind }: Touched, patterns: readonly KindPattern[], ask: boolean): Fit {
  if (kind === 'none') return 'no';
  if (kind === undefined) return 'maybe';
  if (kind.type === 'built-in') return patterns.some((pattern) => meansKind(pattern, kind.names, !ask)) ? 'yes' : 'no';
  const fits = patterns.map((pattern) => customKindFit(kind, pattern, ask));
  if (fits.includes('yes')) return 'yes';
  return fits.includes('maybe') ? 'maybe' : 'no';
}

function customKindFit(
  { name, group, spelled }: { readonly name: string; readonly group: string | undefined; readonly spelled: boolean },
  pattern: KindPattern,
  ask: boolean,
): Fit {
  const isSame = pattern.name === undefined || pattern.name === name.toLowerCase();
  if (pattern.group === undefined) return ask && isSame ? 'yes' : 'no';
  if (group === undefined) return 'maybe';
  if (group !== pattern.group && !(pattern.below && group.endsWith(`.${pattern.group}`))) return 'no';
  if (isSame) return 'yes';
  // Another name may be another kind, or the plural or short name of this one.
  return spelled ? 'no' : 'maybe';
}

/** What a rule says of the namespace. */
export function namespaceFit({ namespace }: Touched, test: (name: string) => boolean): Fit {
  if (namespace === undefined) return 'maybe';
  return namespace.name !== undefined && test(namespace.name) ? 'yes' : 'no';
}
