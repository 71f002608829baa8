import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FleetError } from '../../errors.js';
import type { HeldLock } from '../../platform/file-lock.js';
import { didYouMean } from '../../platform/nearest.js';
import { retry } from '../../platform/retry.js';
import type { ClusterFilter } from './cluster-pattern.js';
import { withFolder } from './folder-turn.js';
import type { ProvidedCluster } from './kubeconfig-provider.js';
import { readLedger, type Ledger } from './ledger.js';
import { seenEntry } from './refresh-account.js';
import { fetchKubeconfig, planRefresh, type FetchRules, type RefreshPlan } from './refresh-plan.js';
import { writePlan } from './refresh-write.js';

/** The kubeconfig of one cluster. */
export interface NskKubeconfig {
  readonly cluster: string;
  readonly id: string;
  /** Its file in the folder, where it has one that is current. */
  readonly path?: string | undefined;
  /** The kubeconfig itself, with its credential. */
  readonly text: string;
  /** Whether the file was written now. */
  readonly written: boolean;
}

/** What is asked for. */
export interface KubeconfigWork extends FetchRules {
  /** Name or id. */
  readonly cluster: string;
  readonly includes: ClusterFilter;
  readonly save: boolean;
}

/**
 * The one at hand where it is not due, else a new one. Saved, it is written as a refresh of this cluster alone would; the other clusters
 * are not looked at, and none is found to be gone.
 * @throws FleetError CLUSTER_UNKNOWN with the nearest, FILE_FAILED, or what failed at Rancher
 */
export async function oneKubeconfig(work: KubeconfigWork): Promise<NskKubeconfig> {
  const { provider, retryRules, signal, save } = work;
  const listed = await retry((own) => provider.list(own), { ...retryRules, signal });
  const clusters = listed.filter(({ name }) => work.includes(name));
  const cluster = pick(work.cluster, clusters);
  return save ? withFolder(work, (lock) => saved(work, cluster, clusters, lock)) : unsaved(work, cluster, clusters);
}

async function saved(
  work: KubeconfigWork,
  cluster: ProvidedCluster,
  clusters: readonly ProvidedCluster[],
  lock: HeldLock,
): Promise<NskKubeconfig> {
  const { before, now, plan } = await planOne(work, cluster, clusters);
  const seen = new Map(before).set(cluster.id, seenEntry(cluster, before.get(cluster.id), now.toISOString()));
  const { failed, written } = await writePlan(work, plan, { before, seen, now }, lock);
  await work.provider.settle?.(work.signal);
  return found(work, cluster, { ...plan, failed: [...plan.failed, ...failed] }, written.length > 0);
}

/** A file of somebody else under that name is in nobody's way here. */
async function unsaved(work: KubeconfigWork, cluster: ProvidedCluster, clusters: readonly ProvidedCluster[]): Promise<NskKubeconfig> {
  const { plan } = await planOne(work, cluster, clusters);
  if (plan.failed[0]?.error.code !== 'FILE_FAILED') return found(work, cluster, plan, false);
  await work.provider.begin?.([cluster], work.signal);
  return { cluster: cluster.name, id: cluster.id, text: await fetchKubeconfig(work, cluster), written: false };
}

async function planOne(
  work: KubeconfigWork,
  { id }: ProvidedCluster,
  clusters: readonly ProvidedCluster[],
): Promise<{ readonly before: Ledger; readonly now: Date; readonly plan: RefreshPlan }> {
  const before = await readLedger(work.directory);
  const now = new Date();
  const plan = await planRefresh(work, { clusters, matches: (each) => each.id === id, force: false, now }, before);
  return { before, now, plan };
}

async function found({ directory }: KubeconfigWork, cluster: ProvidedCluster, plan: RefreshPlan, written: boolean): Promise<NskKubeconfig> {
  const [failure] = plan.failed;
  if (failure !== undefined) throw failure.error;
  const [fetched] = plan.planned;
  const facts = { cluster: cluster.name, id: cluster.id, written };
  if (fetched !== undefined) return { ...facts, text: fetched.text, ...(written ? { path: join(directory, fetched.file) } : {}) };
  const path = join(directory, plan.standing[0]?.file ?? '');
  return { ...facts, path, text: await readFile(path, 'utf8') };
}

function pick(wanted: string, clusters: readonly ProvidedCluster[]): ProvidedCluster {
  const match = clusters.find(({ name }) => name === wanted) ?? clusters.find(({ id }) => id === wanted);
  if (match !== undefined) return match;
  const names = clusters.map(({ name }) => name).sort();
  throw new FleetError(
    'CLUSTER_UNKNOWN',
    `Rancher lists no cluster ${JSON.stringify(wanted)} that is wanted here.${didYouMean(wanted, names)}`,
    {
      hint: 'Give the name or the id of a cluster that nsk_clusters_discover shows.',
      details: { available: names.slice(0, 50) },
    },
  );
}
