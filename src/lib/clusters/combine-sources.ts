import { FleetError, toFleetError } from '../errors.js';
import { nameConflictError, splitByName } from './name-conflicts.js';
import type { ClusterSource, SourceFailure, SourceListing } from './source.js';

/**
 * Several sources as one. A source that fails becomes a failure that names it (its clusters are then kept, marked stale); only
 * when all fail does the listing throw. A name found in two sources is reported as a conflict for each of them.
 */
export function combineSources(
  sources: readonly ClusterSource[],
  name: string = `combined:${sources.map((source) => source.name).join('+')}`,
): ClusterSource {
  return {
    name,
    list: async (signal) => {
      const outcomes = await Promise.allSettled(sources.map((source) => source.list(signal)));
      signal.throwIfAborted();
      const errors = outcomes.flatMap((outcome, index) =>
        outcome.status === 'rejected' ? [{ source: sources[index]?.name ?? name, error: toFleetError(outcome.reason) }] : [],
      );
      if (errors.length > 0 && errors.length === sources.length) {
        throw new FleetError(
          'SOURCE_FAILED',
          `All ${String(sources.length)} sources failed. ${errors.map(({ error }) => error.message).join(' ')}`,
          {
            cause: errors[0]?.error,
            details: { sources: errors.map(({ source }) => source) },
          },
        );
      }
      const listings = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
      return separate(listings, errors);
    },
    watch: (onChange) => {
      const watches = sources.flatMap((source) => source.watch?.(onChange) ?? []);
      return {
        close: () => {
          for (const watch of watches) watch.close();
        },
      };
    },
  };
}

function separate(listings: readonly SourceListing[], errors: readonly SourceFailure[]): SourceListing {
  const { unique, conflicts } = splitByName(listings.flatMap((listing) => listing.clusters));
  const collisions = [...conflicts].flatMap(([cluster, rivals]) => {
    const error = nameConflictError(cluster, rivals);
    return rivals.map((rival): SourceFailure => ({ source: rival.origin.source, cluster, path: rival.origin.path, error }));
  });
  return { clusters: unique, failures: [...listings.flatMap((listing) => listing.failures), ...errors, ...collisions] };
}
