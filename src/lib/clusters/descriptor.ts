import type { ReportedState } from './cluster-facts.js';
import type { ConnectionSettings } from './connection.js';

/** Where a cluster was found. */
export interface ClusterOrigin {
  /** Name of the source, for example `kubeconfig-directory:/home/me/clusters`. */
  readonly source: string;
  readonly path?: string | undefined;
  readonly context?: string | undefined;
}

/** One cluster as its source knows it: plain data, and a way to learn how to connect. Making one opens nothing. */
export interface ClusterDescriptor {
  /** Unique in the fleet. */
  readonly name: string;
  /** prod, staging, dev, or what the configuration says. */
  readonly environment: string;
  /** True when the environment was only guessed from the name. */
  readonly environmentGuessed: boolean;
  /** Compliance boundary; `default` where none is configured. */
  readonly zone: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Its state as Rancher or the like tells it; absent where nobody does. */
  readonly reported?: ReportedState | undefined;
  readonly origin: ClusterOrigin;
  readonly kubeconfigPath?: string | undefined;
  /** When the kubeconfig was last written (ISO 8601). */
  readonly lastRefresh?: string | undefined;
  /** Changes whenever the connection data may have changed; sessions of an older fingerprint are drained and replaced. */
  readonly fingerprint: string;
  /**
   * Reads and checks the connection data, now.
   * @throws FleetError KUBECONFIG_INVALID, CREDENTIAL_INVALID with the path and the reason.
   */
  connect(signal: AbortSignal): Promise<ConnectionSettings>;
}
