import type { FleetContext } from '../../context.js';

type Rancher = Awaited<ReturnType<FleetContext['ranchers'][number]['status']>>;
type RancherCluster = Rancher['clusters'][number];

/** The Ranchers of a fleet, and how the refreshes from them went, as far as the caller may know. */
export interface RancherRefreshes {
  readonly ranchers: readonly RancherOutput[];
  /** The newest first. */
  readonly history: readonly HistoryOutput[];
  /** What Rancher says of the clusters, by the name in the fleet; for those without a file, by the name in Rancher. */
  readonly clusters: ReadonlyMap<string, RancherCluster>;
}

interface RancherOutput {
  readonly name: string;
  readonly rancher_url?: string;
  readonly profile?: string;
  readonly directory: string;
  readonly auto_refresh: boolean;
  readonly health: Rancher['health'];
  readonly last_refresh?: string;
  readonly next_refresh?: string;
  readonly removed: number;
  readonly other_clusters?: number;
}

interface HistoryOutput {
  readonly at: string;
  readonly rancher: string;
  readonly outcome: 'Success' | 'Partial' | 'Failed';
  readonly summary: string;
  readonly failed: string[];
}

/** Asks no Rancher. A caller who may not know of all clusters learns the names of its own, and how many others there are. */
export async function rancherRefreshes({ ranchers, clusters: fleet, isLimited }: FleetContext): Promise<RancherRefreshes> {
  const byPath = new Map((await fleet.list()).map(({ kubeconfigPath = '', name }) => [kubeconfigPath, name]));
  const all = await Promise.all(ranchers.map((rancher) => rancher.status()));
  const clusters = new Map<string, RancherCluster>();
  const shown = all.map((rancher): RancherOutput => {
    const own = rancher.clusters.flatMap((cluster): [string, RancherCluster][] => {
      const name = byPath.get(cluster.path ?? '') ?? (isLimited ? undefined : cluster.name);
      return name === undefined ? [] : [[name, cluster]];
    });
    for (const [name, cluster] of own) clusters.set(name, cluster);
    return { ...rancherOutput(rancher, own), ...others(rancher.clusters.length - own.length) };
  });
  return {
    ranchers: shown,
    history: all.flatMap((rancher) => historyOf(rancher, isLimited ? byPath : undefined)).sort(newestFirst),
    clusters,
  };
}

function rancherOutput(rancher: Rancher, own: readonly [string, RancherCluster][]): RancherOutput {
  const { name, rancherUrl, profile, directory, autoRefresh, health, lastRefresh, nextRefresh } = rancher;
  return {
    name,
    ...(rancherUrl === undefined ? {} : { rancher_url: rancherUrl }),
    ...(profile === undefined ? {} : { profile }),
    directory,
    auto_refresh: autoRefresh,
    health,
    ...(lastRefresh === undefined ? {} : { last_refresh: lastRefresh }),
    ...(nextRefresh === undefined ? {} : { next_refresh: nextRefresh }),
    removed: own.filter(([, { removedAt }]) => removedAt !== undefined).length,
  };
}

function others(count: number): { other_clusters?: number } {
  return count === 0 ? {} : { other_clusters: count };
}

/** @param own the clusters that may be named, by path; undefined for all */
function historyOf({ name, history, clusters }: Rancher, own: ReadonlyMap<string, string> | undefined): HistoryOutput[] {
  const paths = new Map(clusters.map((cluster) => [cluster.name, cluster.path ?? '']));
  return history.map(({ startedAt, outcome, summary, failed }) => ({
    at: startedAt,
    rancher: name,
    outcome,
    // The words of a summary may name any cluster.
    summary: own === undefined ? summary : outcome,
    failed: failed.flatMap(({ cluster }) => {
      const shown = own === undefined ? cluster : own.get(paths.get(cluster) ?? '');
      return shown === undefined ? [] : [shown];
    }),
  }));
}

/** Orders what has a time. */
export function newestFirst(left: { readonly at: string }, right: { readonly at: string }): number {
  return Number(left.at < right.at) - Number(left.at > right.at);
}
