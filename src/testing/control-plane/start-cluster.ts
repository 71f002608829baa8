import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openApiClient } from '../api-client.js';
import { issueCertificate } from '../certificates/certificate.js';
import type { LocalClusterDescription } from '../cluster-description.js';
import { freePorts } from '../processes/free-ports.js';
import type { RunningProgram } from '../processes/program.js';
import type { Watchdog } from '../processes/watchdog.js';
import type { FullKubernetesVersion } from '../programs/releases.js';
import { seedNamespaces } from '../seeding/namespaces.js';
import { seedNodes } from '../seeding/nodes.js';
import { seedRestrictedAccess } from '../seeding/restricted-access.js';
import { type ClusterSite, startApiServer } from './api-server.js';
import { componentKubeconfig, startControllerManager, startScheduler } from './controllers.js';
import { startSimulator } from './simulator.js';

/** A cluster to start, every default decided. */
export interface ClusterPlan {
  readonly name: string;
  readonly version: FullKubernetesVersion;
  readonly nodes: number;
  readonly controllers: boolean;
  readonly simulated: boolean;
  /** Whether `exec` runs commands of this machine. */
  readonly exec: boolean;
  readonly latencyMs: number;
}

/** The paths of the programs one cluster runs. */
export interface ClusterPrograms {
  readonly apiServer: string;
  readonly controllerManager: string | undefined;
  readonly scheduler: string | undefined;
  readonly simulator: string | undefined;
}

/** What all clusters of a fleet have in common. */
export interface FleetSite {
  readonly directory: string;
  readonly etcdUrl: string;
  readonly watchdog: Watchdog;
  readonly signal: AbortSignal | undefined;
  /** Told of every program at its start, so that nothing is left when a later step fails. */
  readonly started: (program: RunningProgram) => void;
}

/** Starts the processes of one cluster and waits until its API answers and its nodes are there. */
export async function startCluster(plan: ClusterPlan, programs: ClusterPrograms, fleet: FleetSite): Promise<LocalClusterDescription> {
  const directory = join(fleet.directory, plan.name);
  await mkdir(directory, { mode: 0o700 });
  const [port = 0] = await freePorts(1);
  const cluster = describe(plan, port);
  const site: ClusterSite = { cluster, directory, watchdog: fleet.watchdog, signal: fleet.signal };
  const client = openApiClient(cluster);
  try {
    const apiServer = await startApiServer(programs.apiServer, site, fleet.etcdUrl, client, fleet.started);
    await seedNamespaces(client, ['default']);
    await seedRestrictedAccess(client, plan.name);
    await seedNodes(client, cluster);
    const kubeconfig = await componentKubeconfig(site);
    const companions = await Promise.all([
      programs.controllerManager === undefined
        ? undefined
        : startControllerManager(programs.controllerManager, site, kubeconfig, apiServer),
      programs.scheduler === undefined ? undefined : startScheduler(programs.scheduler, site, kubeconfig),
      programs.simulator === undefined ? undefined : startSimulator(programs.simulator, { site, kubeconfig, apiServer, exec: plan.exec }),
    ]);
    for (const program of companions) if (program !== undefined) fleet.started(program);
    return cluster;
  } finally {
    client.close();
  }
}

function describe(plan: ClusterPlan, port: number): LocalClusterDescription {
  return {
    name: plan.name,
    version: plan.version,
    host: '127.0.0.1',
    port,
    authority: issueCertificate({ commonName: `${plan.name} authority`, use: 'authority' }),
    tokens: { admin: randomToken(), restricted: randomToken() },
    nodes: Array.from({ length: plan.nodes }, (_, index) => `${plan.name}-node-${index}`),
    simulated: plan.simulated,
    controllers: plan.controllers,
    latencyMs: plan.latencyMs,
  };
}

function randomToken(): string {
  return randomBytes(24).toString('base64url');
}
