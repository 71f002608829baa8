import type { ClusterSource } from './clusters/source.js';
import type { FleetConfig } from './config/schema.js';
import { rancherClusters } from './fleet-rancher-clusters.js';
import { tellRefreshes, type RefreshListeners } from './fleet-rancher-events.js';
import { followToken } from './fleet-rancher-follow.js';
import { rancherSettings } from './fleet-rancher-settings.js';
import { rancherToken } from './fleet-rancher-token.js';
import { warnOfToken } from './fleet-rancher-warn.js';
import { NskIntegration } from './integrations/nsk/nsk-integration.js';
import type { ManagedDirectory } from './sources/managed-directory.js';

/** The Ranchers of a fleet. */
export interface Ranchers {
  /** That of `[nsk]` first, then those of `[rancher.NAME]` in the order of their names. */
  readonly integrations: readonly NskIntegration[];
  /** Their folders as sources of clusters; the first look at one starts its integration. */
  readonly directories: readonly ManagedDirectory[];
  /** Ends what runs, and waits for it. */
  close(): Promise<void>;
}

/** What they need beside the configuration. */
export interface RanchersOptions extends Omit<RefreshListeners, 'environment' | 'prefix'> {
  /** The cluster that Secrets with tokens are read from. @default the one that this process runs in */
  readonly home?: ClusterSource | undefined;
  /** Milliseconds that a token from a Secret is used before it is read again. */
  readonly tokenKeptMs?: number | undefined;
}

/**
 * The Ranchers that the configuration names. Opens nothing: an integration starts with the first listing of clusters.
 * @throws FleetError CONFIG_INVALID
 */
export function openRanchers(config: FleetConfig, { home, tokenKeptMs, ...listeners }: RanchersOptions): Ranchers {
  const opened = rancherSettings(config).map(({ options, token: place, prefix, environments: rules }) => {
    const { name } = options;
    const { logger } = listeners;
    const token = place === undefined ? undefined : rancherToken(place, { rancher: name, logger, home, keptMs: tokenKeptMs });
    const read = token === undefined ? undefined : (signal: AbortSignal) => token.read(signal);
    const integration = new NskIntegration({ ...options, rancherToken: read, logger });
    tellRefreshes(integration, { ...listeners, environment: rules.otherwise ?? name, prefix });
    warnOfToken(integration, logger);
    const follower = followToken(integration, token);
    return { integration, follower, directory: rancherClusters({ integration, follower, prefix, rules }) };
  });
  return {
    integrations: opened.map(({ integration }) => integration),
    directories: opened.map(({ directory }) => directory),
    close: async () => {
      await Promise.all(opened.map(({ follower }) => follower.close()));
    },
  };
}
