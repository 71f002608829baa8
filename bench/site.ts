import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dump } from 'js-yaml';
import { type LocalFleet, startLocalFleet } from '../src/testing/index.js';
import { findPeers, type Peers } from './peers.js';

/** The built program that users run. */
export const PROGRAM = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist', 'bin', 'main.js');

/** What all scenarios share: a fleet of two real control planes, folders, and the programs to compare with. */
export interface Site {
  readonly fleet: LocalFleet;
  readonly directory: string;
  /** One kubeconfig with both clusters, for programs that take contexts. */
  readonly mergedKubeconfig: string;
  readonly peers: Peers;
  close(): Promise<void>;
}

export const SMALL_NAMESPACE = 'small';
export const LARGE_NAMESPACE = 'large';
export const LARGE_COUNT = 2000;

export async function openSite(progress: (line: string) => void): Promise<Site> {
  if (!existsSync(PROGRAM)) throw new Error('Run `npm run build` first: the benchmark measures the built program.');
  const fleet = await startLocalFleet({
    progress,
    clusters: [
      { name: 'legacy', version: '1.24', controllers: false, nodes: 4 },
      { name: 'current', version: 'current', controllers: false, nodes: 4 },
    ],
  });
  progress(`seeding ${String(LARGE_COUNT)} pods`);
  await Promise.all(fleet.clusters.map((cluster) => cluster.seed({ namespace: SMALL_NAMESPACE, pods: 10 })));
  await fleet.cluster('legacy').seed({ namespace: LARGE_NAMESPACE, pods: LARGE_COUNT });
  await fleet.cluster('legacy').seed({ namespace: 'hundred', pods: 100 });
  const directory = await mkdtemp(join(tmpdir(), 'fleetwright-bench-'));
  return {
    fleet,
    directory,
    mergedKubeconfig: await writeMerged(fleet, directory),
    peers: await findPeers(),
    close: async () => {
      await fleet.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function writeMerged(fleet: LocalFleet, directory: string): Promise<string> {
  const configs = fleet.clusters.map((cluster) => cluster.kubeconfig('admin'));
  const path = join(directory, 'merged.yaml');
  const merged = {
    'apiVersion': 'v1',
    'kind': 'Config',
    'clusters': configs.flatMap(({ clusters }) => clusters),
    'users': configs.flatMap(({ users }) => users),
    'contexts': configs.flatMap(({ contexts }) => contexts),
    'current-context': configs[0]?.['current-context'],
  };
  await writeFile(path, dump(merged), { mode: 0o600 });
  return path;
}
