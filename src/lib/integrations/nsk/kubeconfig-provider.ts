import type { RancherCluster, RancherReadiness } from '../rancher/rancher-cluster.js';

/** One cluster as whoever provides its kubeconfig knows it. */
export interface ProvidedCluster {
  /** Stays when the cluster is renamed. */
  readonly id: string;
  readonly name: string;
  /** The provider's own word for its state: `active`, `unavailable`… Absent where it does not tell. */
  readonly state?: string | undefined;
  readonly readiness: RancherReadiness;
  /** Why it is not ready, in the provider's words. */
  readonly message?: string | undefined;
  readonly provider?: string | undefined;
  readonly kubernetesVersion?: string | undefined;
  readonly nodeCount?: number | undefined;
  readonly labels: Readonly<Record<string, string>>;
}

/** What is kept of a cluster of Rancher: not its conditions, which change with every look at it. */
export function providedCluster(cluster: RancherCluster): ProvidedCluster {
  const { hasDirectEndpoint: _direct, directHost: _host, conditions: _conditions, ...kept } = cluster;
  return kept;
}

/** A kubeconfig that is at hand. */
export interface HeldKubeconfig {
  /** Of its cluster. */
  readonly id: string;
  /** Absolute. */
  readonly path: string;
  /** ISO 8601. */
  readonly writtenAt: string;
}

/** Where clusters and their kubeconfigs come from: the program `nsk`, or Rancher itself. */
export interface KubeconfigProvider {
  /** For messages: `nsk`, `rancher`, or how a Rancher is called. */
  readonly name: string;
  /**
   * Every cluster there is.
   * @throws FleetError when they could not all be listed; a part is never passed for the whole
   */
  list(signal: AbortSignal): Promise<readonly ProvidedCluster[]>;
  /** Whether the one at hand has to be fetched again although nobody asked for it. */
  isDue(held: HeldKubeconfig, now: Date, signal?: AbortSignal): boolean | Promise<boolean>;
  /** Told once per refresh whose kubeconfigs are due, before the first of them: what serves several is made once. Does not throw. */
  begin?(due: readonly ProvidedCluster[], signal: AbortSignal): Promise<void>;
  /** A kubeconfig of one cluster, checked; the current context is the one to use. @throws FleetError */
  kubeconfig(cluster: ProvidedCluster, signal: AbortSignal): Promise<string>;
  /** Told once the new files stand, under the lock of the folder: removes from the server what no file uses any more. Does not throw. */
  settle?(signal: AbortSignal): Promise<void>;
  close(): void;
}
