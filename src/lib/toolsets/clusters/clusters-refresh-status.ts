import { z } from 'zod';
import { defineOperation } from '../../operation.js';
import { textTable } from '../../platform/text-table.js';
import { deferred } from '../../platform/deferred.js';

export const clustersRefreshStatus = defineOperation({
  name: 'clusters_refresh_status',
  title: 'How current the cluster list is',
  description: 'When and how each source was last listed, the history of refreshes, and which clusters are gone or stale.',
  scope: 'fleet',
  effect: 'read',
  idempotent: true,
  input: deferred(() => z.object({})),
  output: deferred(() =>
    z.object({
      profile: z.string().optional(),
      rancher_url: z.string().optional(),
      directory: z.string().optional(),
      auto_refresh: z.boolean(),
      last_refresh: z.string().optional(),
      next_refresh: z.string().optional(),
      sources: z.array(
        z.object({
          name: z.string(),
          clusters: z.int(),
          stale: z.boolean(),
          last_listing: z.string().optional(),
          failure: z.string().optional(),
        }),
      ),
      history: z.array(
        z.object({ at: z.string(), outcome: z.enum(['Success', 'Partial', 'Failed']), summary: z.string(), failed: z.array(z.string()) }),
      ),
      clusters: z.array(
        z.object({
          name: z.string(),
          active: z.boolean(),
          last_seen: z.string(),
          inactive_since: z.string().optional(),
          removed_from_source: z.boolean().optional(),
        }),
      ),
    }),
  ),
  handler: async ({ clusters }) => {
    const status = await clusters.refreshStatus();
    const [last] = status.history;
    const next = status.sources.flatMap((source) => source.nextListing ?? []).sort()[0];
    return {
      ...(status.directory === undefined ? {} : { directory: status.directory }),
      auto_refresh: status.autoDiscovery,
      ...(last === undefined ? {} : { last_refresh: last.at }),
      ...(next === undefined ? {} : { next_refresh: next }),
      sources: status.sources.map((source) => ({
        name: source.name,
        clusters: source.clusters,
        stale: source.stale,
        ...(source.lastListing === undefined ? {} : { last_listing: source.lastListing }),
        ...(source.failure === undefined ? {} : { failure: source.failure }),
      })),
      history: status.history.map((entry) => ({
        at: entry.at,
        outcome: entry.outcome,
        summary: entry.summary,
        failed: entry.failed.map((failure) => failure.cluster ?? failure.path ?? failure.source),
      })),
      clusters: status.clusters.map((cluster) => ({
        name: cluster.name,
        active: cluster.active,
        last_seen: cluster.lastSeen,
        ...(cluster.inactiveSince === undefined ? {} : { inactive_since: cluster.inactiveSince }),
        ...(cluster.removedFromSource ? { removed_from_source: true } : {}),
      })),
    };
  },
  render: (output) => {
    const parts = [
      `Directory: ${output.directory ?? '(none)'}; auto refresh: ${output.auto_refresh ? 'on' : 'off'}; last refresh: ${output.last_refresh ?? 'never'}`,
      ...output.sources.map(
        (source) =>
          `Source ${source.name}: ${String(source.clusters)} clusters${source.stale ? ', STALE' : ''}${source.failure === undefined ? '' : `: ${source.failure}`}`,
      ),
    ];
    if (output.history.length > 0)
      parts.push(
        '',
        textTable(
          ['at', 'outcome', 'summary'],
          output.history.map((entry) => [entry.at, entry.outcome, entry.summary]),
        ),
      );
    const gone = output.clusters.filter((cluster) => !cluster.active);
    parts.push('', `${String(output.clusters.length - gone.length)} clusters active, ${String(gone.length)} not`);
    if (gone.length > 0) {
      parts.push(
        textTable(
          ['cluster', 'last seen', 'inactive since', 'removed'],
          gone.map((cluster) => [
            cluster.name,
            cluster.last_seen,
            cluster.inactive_since,
            cluster.removed_from_source === true ? 'yes' : 'no',
          ]),
        ),
      );
    }
    return parts.join('\n');
  },
});
