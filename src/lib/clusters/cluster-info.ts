import type { ReportedState } from './cluster-facts.js';
import type { RegistryEntry } from './registry-view.js';

/** One cluster as callers see it: no credential, nothing that connects. */
export interface ClusterInfo {
  readonly name: string;
  /** prod, staging, dev, `unknown`, or what the configuration says. */
  readonly environment: string;
  /** True when the environment was only guessed from the name. */
  readonly environmentGuessed: boolean;
  readonly zone: string;
  /** As Rancher or the like tells them. */
  readonly labels: Readonly<Record<string, string>>;
  /** Its state as Rancher or the like tells it; nothing was asked of the cluster itself. */
  readonly reported?: ReportedState | undefined;
  /** Name of the source that shows it. */
  readonly source: string;
  readonly kubeconfigPath?: string | undefined;
  /** When the kubeconfig was last written (ISO 8601). */
  readonly lastRefresh?: string | undefined;
  /** The active cluster of the caller that asks. */
  readonly isActive: boolean;
  /** Kept as last seen: its source cannot be listed, its file is broken, or it vanished with many others. */
  readonly stale: boolean;
  readonly aliases: readonly string[];
}

export function clusterInfo(
  { descriptor, stale }: RegistryEntry,
  aliases: ReadonlyMap<string, string>,
  active: string | undefined,
): ClusterInfo {
  const { name, environment, environmentGuessed, zone, labels, reported, origin, kubeconfigPath, lastRefresh } = descriptor;
  return {
    name,
    environment,
    environmentGuessed,
    zone,
    labels,
    ...(reported === undefined ? {} : { reported }),
    source: origin.source,
    ...(kubeconfigPath === undefined ? {} : { kubeconfigPath }),
    ...(lastRefresh === undefined ? {} : { lastRefresh }),
    isActive: name === active,
    stale: stale !== undefined,
    aliases: [...aliases].filter(([, target]) => target === name).map(([alias]) => alias),
  };
}
