/** What somebody who manages a cluster says of its state, before anything asked the cluster itself. */
export interface ReportedState {
  /** Who says it: `Rancher prod`. */
  readonly by: string;
  readonly state: 'Ready' | 'NotReady' | 'Unknown';
  /** Why it is not ready, in the words of who says it. */
  readonly message?: string | undefined;
  /** ISO 8601. */
  readonly observedAt: string;
}

/** What is known of a cluster beside its kubeconfig. */
export interface ClusterFacts {
  readonly labels: Readonly<Record<string, string>>;
  /** Absent: as the configuration says, or guessed from the name. */
  readonly environment?: string | undefined;
  readonly reported?: ReportedState | undefined;
}
