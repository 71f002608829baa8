import { z } from 'zod';
import { deferred } from '../../platform/deferred.js';

const outcome = deferred(() => z.enum(['Success', 'Partial', 'Failed']));

const source = deferred(() =>
  z.object({
    name: z.string(),
    clusters: z.int(),
    stale: z.boolean(),
    last_listing: z.string().optional(),
    failure: z.string().optional(),
  }),
);

/** One look at the sources, or one refresh from the Rancher that it names. */
const historyEntry = deferred(() =>
  z.object({ at: z.string(), rancher: z.string().optional(), outcome, summary: z.string(), failed: z.array(z.string()) }),
);

/** When a cluster was last seen: in its source and, where it comes from one, in Rancher. */
const sighting = deferred(() =>
  z.object({
    name: z.string(),
    active: z.boolean(),
    last_seen: z.string(),
    inactive_since: z.string().optional(),
    removed_from_source: z.boolean().optional(),
    removed_from_rancher: z.boolean().optional(),
  }),
);

const rancher = deferred(() =>
  z.object({
    name: z.string(),
    rancher_url: z.string().optional(),
    profile: z.string().optional(),
    directory: z.string(),
    auto_refresh: z.boolean(),
    health: z.enum(['Unknown', 'Healthy', 'Degraded', 'Unhealthy']),
    last_refresh: z.string().optional(),
    next_refresh: z.string().optional(),
    /** Clusters whose kubeconfig is still there, and which Rancher does not list any more. */
    removed: z.int(),
    /** Clusters that this caller may not know by name. */
    other_clusters: z.int().optional(),
  }),
);

/** With a Rancher, the single members are those of the first one; without any, those of the clusters' sources. */
export const refreshOutput = deferred(() =>
  z.object({
    profile: z.string().optional(),
    rancher_url: z.string().optional(),
    directory: z.string().optional(),
    auto_refresh: z.boolean(),
    last_refresh: z.string().optional(),
    next_refresh: z.string().optional(),
    ranchers: z.array(rancher).optional(),
    sources: z.array(source),
    history: z.array(historyEntry),
    clusters: z.array(sighting),
  }),
);

export type RefreshOutput = z.output<typeof refreshOutput>;
