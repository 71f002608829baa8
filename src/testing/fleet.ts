import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FleetError } from '../lib/errors.js';
import type { LocalClusterDescription, LocalFleetDescription } from './cluster-description.js';
import { startEtcd } from './control-plane/etcd.js';
import { startClusters } from './control-plane/start-clusters.js';
import { type LocalFleetOptions, planFleet } from './fleet-options.js';
import { type LocalCluster, type OpenLocalCluster, openLocalCluster } from './local-cluster.js';
import type { RunningProgram } from './processes/program.js';
import { startWatchdog } from './processes/watchdog.js';
import { findFleetPrograms } from './programs/fleet-programs.js';

/** Running local clusters. */
export interface LocalFleet extends AsyncDisposable {
  readonly clusters: readonly LocalCluster[];
  /**
   * One of them by its name.
   * @throws FleetError CLUSTER_UNKNOWN that lists the names.
   */
  cluster(name: string): LocalCluster;
  /** A private temporary folder with everything the fleet keeps; logs of all programs are in it. */
  readonly directory: string;
  /** A folder with one kubeconfig of an administrator per cluster: `<name>.yaml`, 0600. */
  readonly kubeconfigDirectory: string;
  /** Plain data by which another process can use the fleet: see {@link attachLocalFleet}. */
  describe(): LocalFleetDescription;
  /** Ends every process and removes every file. Calling it again changes nothing. */
  close(): Promise<void>;
}

/**
 * Starts real control planes on this machine: etcd and kube-apiserver, and unless told otherwise kube-controller-manager, kube-scheduler
 * and simulated nodes. Nothing outlives this process, not even when it is killed.
 * @throws FleetError INPUT_INVALID for a wrong option, PROGRAM_MISSING when a program can be had in none of the four ways,
 * PROGRAM_FAILED or TIMEOUT with the end of the log when one does not get ready.
 */
export async function startLocalFleet(options: LocalFleetOptions): Promise<LocalFleet> {
  const plans = planFleet(options);
  const { signal = new AbortController().signal } = options;
  signal.throwIfAborted();
  const programs = await findFleetPrograms(plans, { progress: options.progress, signal });
  const directory = await mkdtemp(join(tmpdir(), 'fleetwright-'));
  const watchdog = startWatchdog(directory);
  const running: RunningProgram[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(running.map((program) => program.stop()));
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    await watchdog.close();
  };
  const started = (program: RunningProgram): void => void running.push(program);
  let fleet: LocalFleet | undefined;
  try {
    const etcdUrl = await startEtcd(programs.etcd, { directory, watchdog, signal, started });
    const clusters = await startClusters(plans, programs, { directory, etcdUrl, watchdog, signal, started }, ({ name, version }) => {
      options.progress?.(`${name}: Kubernetes v${version} is ready`);
    });
    fleet = await openFleet({ directory, clusters }, directory, stop);
    await Promise.race([seedFleet(fleet, options), abortion(signal)]);
    return fleet;
  } catch (error) {
    await (fleet === undefined ? stop() : fleet.close());
    throw error;
  }
}

/**
 * Uses a fleet that another process runs. The clusters are the same ones; fault proxies and kubeconfig files are of this process, so a
 * fault set here disturbs nobody else. `close` gives up only those.
 */
export async function attachLocalFleet(description: LocalFleetDescription): Promise<LocalFleet> {
  const directory = await mkdtemp(join(description.directory, 'attached-'));
  return openFleet(description, directory, () => rm(directory, { recursive: true, force: true }));
}

async function seedFleet(fleet: LocalFleet, options: LocalFleetOptions): Promise<void> {
  await Promise.all(options.clusters.map(async ({ name, seed }) => seed && fleet.cluster(name).seed(seed)));
}

function abortion(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const giveUp = (): void => {
      reject(signal.reason instanceof Error ? signal.reason : new Error('Aborted', { cause: signal.reason }));
    };
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp, { once: true });
  });
}

async function openFleet(description: LocalFleetDescription, directory: string, release: () => Promise<void>): Promise<LocalFleet> {
  const clusters = await Promise.all(description.clusters.map((cluster: LocalClusterDescription) => openLocalCluster(cluster, directory)));
  await Promise.all(clusters.map((cluster) => cluster.kubeconfigPath('admin')));
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => (closed ??= Promise.all(clusters.map((cluster) => cluster.close())).then(release));
  return {
    clusters,
    cluster: (name) => named(clusters, name),
    directory,
    kubeconfigDirectory: join(directory, 'kubeconfigs'),
    describe: () => description,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function named(clusters: readonly OpenLocalCluster[], name: string): LocalCluster {
  const found = clusters.find((cluster) => cluster.name === name);
  if (found !== undefined) return found;
  const names = clusters.map((cluster) => cluster.name).join(', ');
  throw new FleetError('CLUSTER_UNKNOWN', `There is no local cluster "${name}"; there are: ${names}.`, { details: { names } });
}
