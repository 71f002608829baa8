import { FleetError } from '../../errors.js';
import type { RancherCluster } from './rancher-cluster.js';

/** What is asked when a token may not list. */
export interface NamedClusters {
  readonly ids: readonly string[];
  readonly ask: (id: string) => Promise<RancherCluster>;
}

/**
 * The clusters with these ids, asked for one by one. One that is not there any more is left out: that is certain. Any other failure fails
 * the listing, for a part is never passed for the whole.
 * @param refused why the list itself was refused
 * @throws FleetError
 */
export async function listNamedClusters({ ids, ask }: NamedClusters, refused: FleetError): Promise<readonly RancherCluster[]> {
  if (ids.length === 0) throw scoped(refused, 'If so, name that cluster by its id (cluster_ids).');
  const found: RancherCluster[] = [];
  for (const id of new Set(ids)) {
    try {
      found.push(await ask(id));
    } catch (thrown) {
      if (!FleetError.isInstance(thrown)) throw thrown;
      if (thrown.code === 'UNAUTHORIZED') throw scoped(refused, `It opens ${id} no more than the list.`);
      if (thrown.code !== 'NOT_FOUND') throw thrown;
    }
  }
  return found.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function scoped(refused: FleetError, more: string): FleetError {
  return new FleetError(
    'UNAUTHORIZED',
    `${refused.message} The token may have expired or be disabled, or may be scoped to one cluster. ${more}`,
    {
      cause: refused,
      hint: 'Make a new token without scope in Rancher, or name the clusters that this one is scoped to.',
      ...(refused.details === undefined ? {} : { details: refused.details }),
    },
  );
}
