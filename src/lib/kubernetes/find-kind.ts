import type { ClusterContext, ServedKind } from '../context.js';
import { FleetError } from '../errors.js';
import { didYouMean } from '../platform/nearest.js';

/**
 * The kind that a name means on a cluster (`Pod`, `pods`, `po`, `deployments.apps`), in the preferred version of its group; a name
 * that several groups use means the first, core before all.
 * @throws FleetError KIND_UNKNOWN with the nearest name; a group whose server does not answer is named, as it might be there
 */
export async function findKind({ cluster, signal }: ClusterContext, name: string, apiVersion?: string): Promise<ServedKind> {
  const { kinds, failed } = await cluster.kinds(signal);
  const wanted = name.toLowerCase();
  const candidates = apiVersion === undefined ? kinds : kinds.filter((kind) => kind.apiVersion === apiVersion);
  const found = candidates.find((kind) => namesOf(kind).includes(wanted)) ?? candidates.find((kind) => kind.shortNames.includes(wanted));
  if (found !== undefined) return found;
  const known = [...new Set(candidates.flatMap(({ kind, plural }) => [kind, plural]))];
  const missing = failed.length === 0 ? '' : ` These could not be asked: ${failed.join(', ')}.`;
  throw new FleetError(
    'KIND_UNKNOWN',
    `Cluster "${cluster.cluster.name}" serves no ${JSON.stringify(name)}${apiVersion === undefined ? '' : ` in ${apiVersion}`}.${didYouMean(name, known)}${missing}`,
    { cluster: cluster.cluster.name, details: { kind: name, ...(apiVersion === undefined ? {} : { apiVersion }) } },
  );
}

function namesOf({ kind, plural, singular, apiVersion }: ServedKind): readonly string[] {
  const group = /^(.+)\//.exec(apiVersion)?.[1];
  const names = [kind.toLowerCase(), plural, singular];
  return group === undefined ? names : [...names, `${plural}.${group}`, `${kind.toLowerCase()}.${group}`];
}
