import type { ReportedState } from './cluster-facts.js';
import type { CertificateFacts } from './session.js';

/** Why a cluster could not be used: a closed list. */
export const UNREACHABLE_REASONS = [
  'dns',
  'refused',
  'tls',
  'timeout',
  '401',
  '403',
  'expired-certificate',
  'expired-session',
  'proxy',
  'connection',
  'bad-response',
  'kubeconfig',
  'credential-plugin',
  'server-error',
] as const;
/** One of {@link UNREACHABLE_REASONS}. */
export type UnreachableReason = (typeof UNREACHABLE_REASONS)[number];

/** A value and when it was observed (ISO 8601): an old fact stays visible, with its age. */
export interface Observed<Value> {
  readonly value: Value;
  readonly observedAt: string;
}

/**
 * One cluster's state as last probed; as it is reported while no probe got through. Facts of an earlier good probe are kept, each with
 * its own time.
 */
export interface ClusterStatus {
  readonly cluster: string;
  readonly environment: string;
  /**
   * Ready: the API server answered and at least one node is ready (or it has none). Unknown: no answer, or never probed. Where it was never
   * probed, or did not answer and is reported NotReady, the state is the reported one.
   */
  readonly state: 'Ready' | 'NotReady' | 'Unknown';
  readonly stale: boolean;
  /** When the last probe ended; absent when there was none: then the state is only what is reported. */
  readonly observedAt?: string | undefined;
  readonly reason?: UnreachableReason | undefined;
  /** What is reported comes first: a probe through a broken tunnel sees a timeout at most. */
  readonly error?: string | undefined;
  /** What Rancher or the like says, and when it did. */
  readonly reported?: ReportedState | undefined;
  readonly latencyMs?: Observed<number> | undefined;
  readonly version?: Observed<string> | undefined;
  readonly nodes?: Observed<{ readonly ready: number; readonly total: number }> | undefined;
  readonly namespaces?: Observed<number> | undefined;
  readonly certificates?: Observed<CertificateFacts> | undefined;
}

/** Facts of the detail view, read on demand. Counts are absent when this identity may not list the kind. */
export interface ClusterDetail extends ClusterStatus {
  readonly server: string;
  readonly nodeRoles?: Observed<{ readonly controlPlane: number; readonly workers: number }> | undefined;
  readonly podsByPhase?: Observed<Readonly<Record<string, number>>> | undefined;
  readonly services?: Observed<number> | undefined;
  readonly deployments?: Observed<number> | undefined;
  readonly statefulSets?: Observed<number> | undefined;
}
