import { z } from 'zod';
import type { FleetContext } from '../../context.js';
import { defineOperation } from '../../operation.js';
import { deferred } from '../../platform/deferred.js';
import { newestFirst, rancherRefreshes, type RancherRefreshes } from './rancher-refreshes.js';
import { type RefreshOutput, refreshOutput } from './refresh-output.js';
import { renderRefreshStatus } from './refresh-text.js';

export const clustersRefreshStatus = defineOperation({
  name: 'clusters_refresh_status',
  title: 'How current the cluster list is',
  description: 'When and how each source was last listed, the history of refreshes, and which clusters are gone or stale.',
  scope: 'fleet',
  effect: 'read',
  idempotent: true,
  input: deferred(() => z.object({})),
  output: refreshOutput,
  handler: async (context) => {
    const status = await context.clusters.refreshStatus();
    const refreshes = await rancherRefreshes(context);
    const [last] = status.history;
    const [next] = status.sources.flatMap((source) => source.nextListing ?? []).sort();
    const own = {
      ...(status.directory === undefined ? {} : { directory: status.directory }),
      auto_refresh: status.autoDiscovery,
      ...(last === undefined ? {} : { last_refresh: last.at }),
      ...(next === undefined ? {} : { next_refresh: next }),
    };
    const looks = status.history.map(({ at, outcome, summary, failed }) => ({
      at,
      outcome,
      summary,
      failed: failed.map((failure) => failure.cluster ?? failure.path ?? failure.source),
    }));
    return {
      ...(firstRancher(refreshes) ?? own),
      ...(refreshes.ranchers.length === 0 ? {} : { ranchers: refreshes.ranchers.map((rancher) => ({ ...rancher })) }),
      sources: status.sources.map((source) => ({
        name: source.name,
        clusters: source.clusters,
        stale: source.stale,
        ...(source.lastListing === undefined ? {} : { last_listing: source.lastListing }),
        ...(source.failure === undefined ? {} : { failure: source.failure }),
      })),
      history: [...refreshes.history, ...looks].sort(newestFirst).slice(0, MOST_HISTORY),
      clusters: sightings(status.clusters, refreshes.clusters),
    };
  },
  render: renderRefreshStatus,
});

const MOST_HISTORY = 40;

/** Of several, the first is what the single members tell of. */
function firstRancher({ ranchers: [first] }: RancherRefreshes): (Partial<RefreshOutput> & Pick<RefreshOutput, 'auto_refresh'>) | undefined {
  if (first === undefined) return undefined;
  const { name: _name, health: _health, removed: _removed, other_clusters: _others, ...single } = first;
  return single;
}

type Status = Awaited<ReturnType<FleetContext['clusters']['refreshStatus']>>;

/** A kubeconfig of a cluster that Rancher has no more stays in its folder: seen there, and yet not active. */
function sightings(seen: Status['clusters'], rancher: RancherRefreshes['clusters']): RefreshOutput['clusters'] {
  const names = new Set(seen.map(({ name }) => name));
  const known = seen.map(({ name, active, lastSeen, inactiveSince, removedFromSource }) => {
    const there = rancher.get(name);
    const away = awaySince(there);
    const since = inactiveSince ?? away;
    return {
      name,
      active: active && away === undefined,
      last_seen: there?.lastSeen ?? lastSeen,
      ...(since === undefined ? {} : { inactive_since: since }),
      ...(removedFromSource === true ? { removed_from_source: true } : {}),
      ...(there?.removedAt === undefined ? {} : { removed_from_rancher: true }),
    };
  });
  const unseen = [...rancher].filter(([name]) => !names.has(name));
  return [
    ...known,
    ...unseen.map(([name, there]) => ({
      name,
      active: false,
      last_seen: there.lastSeen,
      ...(awaySince(there) === undefined ? {} : { inactive_since: awaySince(there) }),
      ...(there.removedAt === undefined ? {} : { removed_from_rancher: true }),
    })),
  ];
}

function awaySince(cluster: ReturnType<RancherRefreshes['clusters']['get']>): string | undefined {
  return cluster?.removedAt ?? cluster?.missingSince ?? cluster?.inactiveSince;
}
