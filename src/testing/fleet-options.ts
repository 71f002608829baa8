import { FleetError } from '../lib/errors.js';
import type { ClusterPlan } from './control-plane/start-cluster.js';
import { fullVersion, type KubernetesVersion } from './programs/releases.js';
import type { SeedOptions } from './seeding/seed.js';

/** One cluster to start. */
export interface LocalClusterOptions {
  /** Lower-case letters, digits and dashes; unique in the fleet. */
  readonly name: string;
  /** @default 'current' */
  readonly version?: KubernetesVersion;
  /** Simulated nodes. @default 1 */
  readonly nodes?: number;
  /** Also run kube-controller-manager and kube-scheduler. Without them a cluster is cheaper, and nothing rolls out. @default true */
  readonly controllers?: boolean;
  /** Also run kwok, which plays the kubelets: pods run, logs are served. @default whether controllers and nodes are there */
  readonly kwok?: boolean;
  /**
   * Let `exec` into pods run: the command runs on this very machine, as the user of this process. Only where whoever can reach the
   * cluster may do that anyway. @default false
   */
  readonly exec?: boolean;
  /** What to put into it at the start. */
  readonly seed?: SeedOptions;
  /** Added to every round trip through the fault proxy. @default 0 */
  readonly latencyMs?: number;
}

/** Which clusters to start, who is told, and when to give up. */
export interface LocalFleetOptions {
  readonly clusters: readonly LocalClusterOptions[];
  /** Gets a line when something that takes time begins or ends: a download, a build, a cluster. */
  readonly progress?: (line: string) => void;
  /** Ends the start; what was started is stopped again. */
  readonly signal?: AbortSignal;
}

const NAME = /^[a-z0-9]([a-z0-9-]{0,40}[a-z0-9])?$/;
const MAX_NODES = 1_000;

/** Decides every default. @throws FleetError INPUT_INVALID that names the cluster and the option. */
export function planFleet(options: LocalFleetOptions): ClusterPlan[] {
  const names = options.clusters.map(({ name }) => name);
  if (names.length === 0) throw new FleetError('INPUT_INVALID', 'A local fleet needs at least one cluster.');
  for (const [index, name] of names.entries()) {
    if (!NAME.test(name)) {
      throw new FleetError(
        'INPUT_INVALID',
        `"${name}" cannot name a local cluster: use lower-case letters, digits and dashes, at most 42.`,
      );
    }
    if (names.indexOf(name) !== index) throw new FleetError('INPUT_INVALID', `Two local clusters are named "${name}".`);
  }
  return options.clusters.map(planCluster);
}

function planCluster(options: LocalClusterOptions): ClusterPlan {
  const { name, version = 'current', nodes = 1, controllers = true, exec = false, latencyMs = 0 } = options;
  if (!Number.isInteger(nodes) || nodes < 0 || nodes > MAX_NODES) {
    throw new FleetError('INPUT_INVALID', `"nodes" of ${name} must be a whole number from 0 to ${MAX_NODES}, not ${nodes}.`);
  }
  return {
    name,
    version: fullVersion(version),
    nodes,
    controllers,
    simulated: options.kwok ?? (controllers && nodes > 0),
    exec,
    latencyMs,
  };
}
