import { isDeepStrictEqual } from 'node:util';
import { FleetError } from '../errors.js';
import { didYouMean } from '../platform/nearest.js';
import type { KubeconfigDocument, KubeconfigEntry, KubeconfigSection } from './kubeconfig-document.js';
import { kubeconfigProblem, quoted } from './kubeconfig-problem.js';

/** The entries of all files of a KUBECONFIG list by section and name, in the order of the list. */
export type KubeconfigIndex = Readonly<Record<KubeconfigSection, ReadonlyMap<string, readonly KubeconfigEntry[]>>>;

export function indexEntries(documents: readonly KubeconfigDocument[]): KubeconfigIndex {
  const index = {
    cluster: new Map<string, KubeconfigEntry[]>(),
    context: new Map<string, KubeconfigEntry[]>(),
    user: new Map<string, KubeconfigEntry[]>(),
  };
  for (const entry of documents.flatMap((document) => document.entries)) {
    const same = index[entry.section].get(entry.name);
    if (same === undefined) index[entry.section].set(entry.name, [entry]);
    else same.push(entry);
  }
  return index;
}

/**
 * The cluster or user that a context means. kubectl takes the first of that name, wherever it stands; a person who reads one
 * file takes the one beside the context. Where both agree it is used; where different entries compete it is a conflict, since
 * a guess could act on the wrong cluster or as the wrong user.
 * @throws FleetError KUBECONFIG_INVALID when there is none, CLUSTER_NAME_CONFLICT when different ones compete
 */
export function findEntry(section: 'cluster' | 'user', name: string, index: KubeconfigIndex, context: KubeconfigEntry): KubeconfigEntry {
  const all = index[section].get(name) ?? [];
  const [first] = all;
  if (first === undefined) throw missing(section, name, index, context);
  const local = all.filter((entry) => entry.path === context.path);
  const agreed = local.length === 1 && local[0] === first;
  if (!agreed && all.some((entry) => !sameEntry(entry, first))) throw nameConflict(section, name, all, context);
  return local[0] ?? first;
}

/** The error for entries of one name with different content. */
export function nameConflict(
  section: KubeconfigSection,
  name: string,
  all: readonly KubeconfigEntry[],
  context: KubeconfigEntry,
): FleetError {
  const origins = [...new Set(all.map((entry) => entry.path))];
  const where = origins.length === 1 ? `${String(all.length)} times in ${origins[0] ?? ''}` : `in ${origins.join(' and ')}`;
  const referrer = section === 'context' ? '' : `context ${quoted(context.name)} cannot be used: `;
  return new FleetError('CLUSTER_NAME_CONFLICT', `${referrer}${section} ${quoted(name)} stands ${where}, with different content.`, {
    cluster: context.name,
    details: { section, name, origins },
  });
}

// Relative paths mean different files in different folders.
function sameEntry(left: KubeconfigEntry, right: KubeconfigEntry): boolean {
  return left === right || (isDeepStrictEqual(left.body, right.body) && (left.path === right.path || !mayHoldPaths(left)));
}

function mayHoldPaths(entry: KubeconfigEntry): boolean {
  return ['certificate-authority', 'client-certificate', 'client-key', 'tokenFile', 'exec'].some((key) => Object.hasOwn(entry.body, key));
}

function missing(section: 'cluster' | 'user', name: string, index: KubeconfigIndex, context: KubeconfigEntry): FleetError {
  const names = [...index[section].keys()];
  const known =
    names.length === 0
      ? `there are no ${section}s`
      : `there is ${names.slice(0, 10).map(quoted).join(', ')}${names.length > 10 ? ', …' : ''}`;
  return kubeconfigProblem(context.path, `context ${quoted(context.name)} names ${section} ${quoted(name)}, which is missing (${known})`, {
    suggestion: didYouMean(name, names),
  });
}
