import type { ClusterFacts } from './clusters/cluster-facts.js';
import { FleetError } from './errors.js';
import { clusterFacts, type EnvironmentRules } from './fleet-rancher-facts.js';
import type { RefreshFollower } from './fleet-rancher-follow.js';
import { readLedger } from './integrations/nsk/ledger.js';
import type { NskIntegration } from './integrations/nsk/nsk-integration.js';
import { untilAborted } from './platform/abort.js';
import type { ManagedDirectory } from './sources/managed-directory.js';

/** One Rancher as a source of clusters. */
export interface RancherClustersOptions {
  readonly integration: NskIntegration;
  readonly follower: RefreshFollower;
  readonly prefix: string | undefined;
  readonly rules: EnvironmentRules;
  /** Milliseconds that the first listing waits for the first refresh where nothing is at hand. @default 10000 */
  readonly patienceMs?: number | undefined;
}

const PATIENCE_MS = 10_000;

/** How a Rancher is called in front of people. */
export function rancherTitle(name: string): string {
  return name === 'nsk' ? 'Rancher' : `Rancher ${name}`;
}

/** The folder of an integration as a directory of clusters. The first look at it starts the integration. */
export function rancherClusters({
  integration,
  follower,
  prefix,
  rules,
  patienceMs = PATIENCE_MS,
}: RancherClustersOptions): ManagedDirectory {
  const { directory, name } = integration;
  const title = rancherTitle(name);
  return {
    name: title,
    directory,
    prefix,
    prepare: async (signal) => {
      const first = follower.start();
      if (!(await isFilled(directory))) await atMost(patienceMs, untilAborted(first, signal));
      const { history } = await integration.status();
      const failure = history[0]?.error;
      if (failure !== undefined)
        throw new FleetError('SOURCE_FAILED', `${title} could not be asked: ${failure.message}`, { cause: failure, hint: failure.hint });
      if (follower.isStarting && !(await isFilled(directory)))
        throw new FleetError('SOURCE_FAILED', `The first kubeconfigs of ${title} are still being fetched.`, {
          hint: 'They show by themselves when they are there.',
        });
    },
    facts: async () => {
      // The ledger is written before the files: no cluster shows without its labels. When each was last seen is not worth a write.
      const [ledger, { clusters }] = await Promise.all([readLedger(directory), integration.status()]);
      const lastSeen = new Map(clusters.map((cluster) => [cluster.id, cluster.lastSeen]));
      const facts = new Map<string, ClusterFacts>();
      for (const { file, ...entry } of ledger.values()) {
        const seen = lastSeen.get(entry.id) ?? entry.lastSeen;
        const latest = seen > entry.lastSeen ? { ...entry, lastSeen: seen } : entry;
        if (file !== undefined) facts.set(`${directory}/${file}`, clusterFacts(latest, { rancher: title, rules }));
      }
      return facts;
    },
    watch: (onChange) => {
      integration.on('refresh-finished', onChange).on('refresh-failed', onChange);
      return {
        close: () => {
          integration.off('refresh-finished', onChange).off('refresh-failed', onChange);
        },
      };
    },
  };
}

/** A ledger that cannot be read is told by `facts`. */
async function isFilled(directory: string): Promise<boolean> {
  const ledger = await readLedger(directory).catch(() => new Map());
  return ledger.size > 0;
}

async function atMost(milliseconds: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const end = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([work, end]).finally(() => clearTimeout(timer));
}
