import type { ClusterPlan, ClusterPrograms } from '../control-plane/start-cluster.js';
import { findProgram } from './find-program.js';
import { etcdRelease, kubernetesRelease, kwokRelease, type ProgramRelease } from './releases.js';
import type { ProgramSearch } from './search.js';

/** The programs of a fleet, found. */
export interface FleetPrograms {
  readonly etcd: string;
  clusterPrograms(plan: ClusterPlan): ClusterPrograms;
}

/** Finds or makes the programs that these clusters need, and no other. One after the other: each build uses all processors. */
export async function findFleetPrograms(
  plans: readonly ClusterPlan[],
  wish: Omit<ProgramSearch, 'unreachableHosts'>,
): Promise<FleetPrograms> {
  const search: ProgramSearch = { ...wish, unreachableHosts: new Set() };
  const paths = new Map<string, string>();
  const releases = [etcdRelease(), ...plans.flatMap((plan) => Object.values(releasesOf(plan)))].filter((release) => release !== undefined);
  for (const release of releases) {
    if (!paths.has(keyOf(release))) paths.set(keyOf(release), await findProgram(release, search));
  }
  const pathOf = (release: ProgramRelease | undefined): string | undefined =>
    release === undefined ? undefined : paths.get(keyOf(release));
  return {
    etcd: pathOf(etcdRelease()) ?? '',
    clusterPrograms(plan) {
      const { apiServer, controllerManager, scheduler, simulator } = releasesOf(plan);
      return {
        apiServer: pathOf(apiServer) ?? '',
        controllerManager: pathOf(controllerManager),
        scheduler: pathOf(scheduler),
        simulator: pathOf(simulator),
      };
    },
  };
}

function releasesOf(plan: ClusterPlan) {
  return {
    apiServer: kubernetesRelease('kube-apiserver', plan.version),
    controllerManager: plan.controllers ? kubernetesRelease('kube-controller-manager', plan.version) : undefined,
    scheduler: plan.controllers ? kubernetesRelease('kube-scheduler', plan.version) : undefined,
    simulator: plan.simulated ? kwokRelease() : undefined,
  };
}

function keyOf(release: ProgramRelease): string {
  return `${release.module}/${release.program}`;
}
