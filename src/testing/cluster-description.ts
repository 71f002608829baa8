import type { CertifiedKey } from './certificates/certificate.js';

/**
 * Everything a process needs to use a local cluster that another process started: plain data, JSON-safe.
 * It holds the keys of a throw-away cluster on loopback; they open nothing else.
 */
export interface LocalClusterDescription {
  readonly name: string;
  /** Such as `1.24.17`. */
  readonly version: string;
  /** The API server itself, with no proxy in between. */
  readonly host: string;
  readonly port: number;
  readonly authority: CertifiedKey;
  readonly tokens: { readonly admin: string; readonly restricted: string };
  readonly nodes: readonly string[];
  /** Whether simulated nodes run, so pods get Running by themselves. */
  readonly simulated: boolean;
  /** Whether kube-controller-manager and kube-scheduler run, so Deployments roll out. */
  readonly controllers: boolean;
  readonly latencyMs: number;
}

/** A running fleet as plain data: what `attachLocalFleet` takes. */
export interface LocalFleetDescription {
  /** The private directory of the fleet. */
  readonly directory: string;
  readonly clusters: readonly LocalClusterDescription[];
}
