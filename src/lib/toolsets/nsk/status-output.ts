import { z } from 'zod';
import type { NskStatus } from '../../integrations/nsk/nsk-integration.js';
import type { LoginFacts } from './login-facts.js';
import { loginShape } from './login-facts.js';
import type { SeenCluster, SeenClusters } from './seen-clusters.js';

/** Clusters of each kind in an answer; further ones are only counted. */
const MOST_CLUSTERS = 50;
const MOST_REFRESHES = 10;

/** How it goes with one Rancher. */
export const statusShape = () => {
  const some = z.array(
    z.object({ cluster: z.string(), state: z.string().optional(), since: z.string().optional(), message: z.string().optional() }),
  );
  return z.object({
    name: z.string(),
    health: z.enum(['Unknown', 'Healthy', 'Degraded', 'Unhealthy']),
    failures_in_a_row: z.int(),
    provider: z.string().optional(),
    profile: z.string().optional(),
    rancher_url: z.string().optional(),
    directory: z.string(),
    auto_refresh: z.boolean(),
    last_refresh: z.string().optional(),
    next_refresh: z.string().optional(),
    login: loginShape().optional(),
    counts: z.object({ ready: z.int(), not_ready: z.int(), unknown: z.int(), removed: z.int(), held: z.int() }),
    not_active: some,
    removed: some,
    held: some,
    history: z.array(z.object({ at: z.string(), outcome: z.string(), summary: z.string(), duration_ms: z.number() })),
  });
};

export type StatusOutput = z.output<ReturnType<typeof statusShape>>;

/** A status as its caller may know it. */
export function statusOutput(
  status: NskStatus,
  login: LoginFacts | undefined,
  { clusters }: SeenClusters,
  isLimited: boolean,
): StatusOutput {
  const { provider, profile, rancherUrl, lastRefresh, nextRefresh } = status;
  const there = clusters.filter(({ known }) => known.removedAt === undefined);
  const removed = clusters.filter(({ known }) => known.removedAt !== undefined);
  const held = there.filter(({ known }) => known.missingSince !== undefined);
  const count = (readiness: string): number => there.filter(({ known }) => known.readiness === readiness).length;
  return {
    name: status.name,
    health: status.health,
    failures_in_a_row: status.failuresInARow,
    ...(provider === undefined ? {} : { provider }),
    ...(profile === undefined ? {} : { profile }),
    ...(rancherUrl === undefined ? {} : { rancher_url: rancherUrl }),
    directory: status.directory,
    auto_refresh: status.autoRefresh,
    ...(lastRefresh === undefined ? {} : { last_refresh: lastRefresh }),
    ...(nextRefresh === undefined ? {} : { next_refresh: nextRefresh }),
    ...(login === undefined ? {} : { login }),
    counts: {
      ready: count('Ready'),
      not_ready: count('NotReady'),
      unknown: count('Unknown'),
      removed: removed.length,
      held: held.length,
    },
    not_active: some(
      there.filter(({ known }) => known.readiness !== 'Ready' && known.state !== undefined),
      'inactiveSince',
    ),
    removed: some(removed, 'removedAt'),
    held: some(held, 'missingSince'),
    history: status.history.slice(0, MOST_REFRESHES).map(({ startedAt, outcome, summary, durationMs }) => ({
      at: startedAt,
      outcome,
      // Its words may name any cluster.
      summary: isLimited ? outcome : summary,
      duration_ms: Math.round(durationMs),
    })),
  };
}

function some(clusters: readonly SeenCluster[], when: 'inactiveSince' | 'removedAt' | 'missingSince'): StatusOutput['held'] {
  return clusters.slice(0, MOST_CLUSTERS).map(({ name, known }) => ({
    cluster: name,
    ...(known.state === undefined ? {} : { state: known.state }),
    ...(known[when] === undefined ? {} : { since: known[when] }),
    ...(known.message === undefined ? {} : { message: known.message.slice(0, 300) }),
  }));
}
