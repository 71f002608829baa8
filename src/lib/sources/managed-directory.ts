import { resolve } from 'node:path';
import type { ClusterFacts } from '../clusters/cluster-facts.js';
import type { ClusterDescriptor } from '../clusters/descriptor.js';
import type { ClusterSource, SourceFailure, SourceListing, SourceWatch } from '../clusters/source.js';
import { FleetError, toFleetError } from '../errors.js';
import { isMissingFile } from '../platform/is-missing-file.js';
import { kubeconfigDirectorySource } from './kubeconfig-directory.js';

/** A directory of kubeconfigs that somebody fills and knows more about than its files say. */
export interface ManagedDirectory {
  /** Who fills it: `Rancher prod`. */
  readonly name: string;
  /** Absolute path. */
  readonly directory: string;
  /** Stands before the names of its clusters; not part of the file names. */
  readonly prefix?: string | undefined;
  /**
   * Called before each listing: fills the directory where nothing is in it yet.
   * @throws FleetError why what is in it may be old or incomplete; it is listed all the same
   */
  prepare(signal: AbortSignal): Promise<void>;
  /** What is known beside the files, by the absolute path of the kubeconfig. */
  facts(): Promise<ReadonlyMap<string, ClusterFacts>>;
  /** Calls back when `prepare` or `facts` may say something else. The files are watched anyway. */
  watch(onChange: () => void): SourceWatch;
}

/**
 * The clusters of a managed directory, with labels, environment and reported state. Facts that cannot be read any more stay as they
 * were; without any, nothing is listed: what a caller may do can depend on the environment that they tell.
 */
export function managedDirectorySource(managed: ManagedDirectory): ClusterSource {
  const directory = resolve(managed.directory);
  const files = kubeconfigDirectorySource({ directory });
  let known: ReadonlyMap<string, ClusterFacts> | undefined;
  let wasThere = false;
  return {
    name: files.name,
    list: async (signal) => {
      const unprepared = await failureOf(managed.prepare(signal), signal);
      const read = managed.facts();
      const unread = await failureOf(read, signal);
      known = unread === undefined ? await read : known;
      if (known === undefined) throw notListed(managed, unread);
      const listing = await files.list(signal).catch((thrown: unknown) => {
        if (wasThere || !isMissing(thrown)) throw thrown;
        if (unprepared !== undefined) throw notListed(managed, unprepared);
        return EMPTY;
      });
      wasThere ||= listing !== EMPTY;
      const facts = known;
      return {
        clusters: listing.clusters.map((cluster) => decorated(cluster, facts, managed.prefix)),
        failures: [
          ...listing.failures.map((failure) => prefixed(failure, managed.prefix)),
          ...[unprepared, unread].flatMap((error) =>
            error === undefined ? [] : [{ source: files.name, path: directory, whole: true, error }],
          ),
        ],
      };
    },
    watch: (onChange) => {
      const watches = [files.watch?.(onChange), managed.watch(onChange)];
      return {
        close: () => {
          for (const watch of watches) watch?.close();
        },
      };
    },
  };
}

const EMPTY: SourceListing = { clusters: [], failures: [] };

/** Why it failed; undefined when it did not. @throws when the signal ended it */
async function failureOf(work: Promise<unknown>, signal: AbortSignal): Promise<FleetError | undefined> {
  try {
    await work;
    return undefined;
  } catch (thrown) {
    signal.throwIfAborted();
    return toFleetError(thrown);
  }
}

function isMissing(thrown: unknown): boolean {
  return FleetError.isInstance(thrown) && isMissingFile(thrown.cause);
}

function notListed({ name, directory }: ManagedDirectory, cause: FleetError | undefined): FleetError {
  return new FleetError('SOURCE_FAILED', `The clusters of ${name} cannot be listed: ${cause?.message ?? 'nothing is known of them'}`, {
    cause,
    hint: cause?.hint,
    details: { path: directory },
  });
}

function decorated(cluster: ClusterDescriptor, known: ReadonlyMap<string, ClusterFacts>, prefix = ''): ClusterDescriptor {
  const facts = known.get(cluster.kubeconfigPath ?? '');
  if (facts === undefined && prefix === '') return cluster;
  const { labels = cluster.labels, environment, reported } = facts ?? {};
  return {
    ...cluster,
    name: `${prefix}${cluster.name}`,
    labels,
    ...(environment === undefined ? {} : { environment, environmentGuessed: false }),
    ...(reported === undefined ? {} : { reported }),
  };
}

function prefixed({ cluster, ...failure }: SourceFailure, prefix = ''): SourceFailure {
  return cluster === undefined ? failure : { ...failure, cluster: `${prefix}${cluster}` };
}
