import { join } from 'node:path';
import { toFleetError } from '../../errors.js';
import { retry, type RetryRules } from '../../platform/retry.js';
import { foreignFile, isOurs, sha256At, sha256Of } from './kubeconfig-files.js';
import type { KubeconfigProvider, ProvidedCluster } from './kubeconfig-provider.js';
import type { Ledger } from './ledger.js';
import { placeFiles, type FilePlace } from './place-files.js';
import type { KubeconfigFailure } from './refresh-report.js';

/** How kubeconfigs are fetched. */
export interface FetchRules {
  readonly provider: KubeconfigProvider;
  readonly directory: string;
  /** Kubeconfigs fetched, and files written, at once. */
  readonly concurrency: number;
  readonly retryRules: Omit<RetryRules, 'signal'>;
  readonly signal: AbortSignal;
}

/** Which kubeconfigs are looked at. */
export interface Wanted {
  /** Every cluster that has a file, or is to have one. */
  readonly clusters: readonly ProvidedCluster[];
  /** Which of them this is about. */
  readonly matches: (cluster: ProvidedCluster) => boolean;
  /** Fetches what is at hand and not due as well. */
  readonly force: boolean;
  readonly now: Date;
}

/** A kubeconfig that is to be written. */
export interface PlannedFile {
  readonly cluster: ProvidedCluster;
  readonly file: string;
  readonly text: string;
  /** Of what is there now; undefined: nothing is. */
  readonly sha256: string | undefined;
}

/** What has to be done, and what stands as it should. */
export interface RefreshPlan {
  readonly planned: PlannedFile[];
  readonly standing: { readonly cluster: ProvidedCluster; readonly file: string; readonly sha256: string }[];
  readonly failed: KubeconfigFailure[];
}

interface Due {
  readonly cluster: ProvidedCluster;
  readonly file: string;
  readonly sha256: string | undefined;
}

/** Finds out which kubeconfigs are due, fetches those, and tells which of them differ from what is there. Writes nothing. */
export async function planRefresh(rules: FetchRules, wanted: Wanted, ledger: Ledger): Promise<RefreshPlan> {
  const plan: RefreshPlan = { planned: [], standing: [], failed: [] };
  const { signal, provider } = rules;
  const places = placeFiles(wanted.clusters, ledger);
  const fail = (cluster: ProvidedCluster, thrown: unknown): void => {
    signal.throwIfAborted();
    plan.failed.push({ cluster: cluster.name, error: toFleetError(thrown, cluster.name) });
  };
  const { default: pLimit } = await import('p-limit');
  const limit = pLimit(rules.concurrency);
  const matching = wanted.clusters.filter(wanted.matches);
  const looked = await Promise.all(
    matching.map((cluster) =>
      limit(() => look(rules, wanted, { cluster, place: places.get(cluster.id), ledger })).catch((thrown: unknown) =>
        fail(cluster, thrown),
      ),
    ),
  );
  const due: Due[] = [];
  for (const each of looked) {
    if (each === undefined) continue;
    if (each.isDue || each.sha256 === undefined) due.push(each);
    else plan.standing.push({ cluster: each.cluster, file: each.file, sha256: each.sha256 });
  }
  if (due.length > 0)
    await provider.begin?.(
      due.map(({ cluster }) => cluster),
      signal,
    );
  await Promise.all(
    due.map(({ cluster, file, sha256 }) =>
      limit(async () => {
        signal.throwIfAborted();
        const text = await fetchKubeconfig(rules, cluster);
        if (sha256 === undefined || sha256Of(text) !== sha256) plan.planned.push({ cluster, file, text, sha256 });
        else plan.standing.push({ cluster, file, sha256 });
      }).catch((thrown: unknown) => fail(cluster, thrown)),
    ),
  );
  // In the order of the listing, whichever came first.
  const order = new Map(wanted.clusters.map(({ name }, index) => [name, index]));
  const place = (name: string): number => order.get(name) ?? 0;
  plan.planned.sort((a, b) => place(a.cluster.name) - place(b.cluster.name));
  plan.failed.sort((a, b) => place(a.cluster) - place(b.cluster));
  return plan;
}

/** One kubeconfig, checked by its provider. */
export async function fetchKubeconfig({ provider, retryRules, signal }: FetchRules, cluster: ProvidedCluster): Promise<string> {
  return retry((own) => provider.kubeconfig(cluster, own), { ...retryRules, signal });
}

async function look(
  { provider, directory, signal }: FetchRules,
  { force, now }: Wanted,
  { cluster, place, ledger }: { readonly cluster: ProvidedCluster; readonly place: FilePlace | undefined; readonly ledger: Ledger },
): Promise<Due & { readonly isDue: boolean }> {
  const { file, owners } = place ?? { file: '', owners: [] };
  const sha256 = await sha256At(directory, file);
  if (sha256 !== undefined && !isOurs(sha256, owners)) throw foreignFile(directory, file);
  const entry = ledger.get(cluster.id);
  const facts = { cluster, file, sha256 };
  if (force || sha256 === undefined || entry?.writtenAt === undefined || entry.file !== file) return { ...facts, isDue: true };
  const held = { id: cluster.id, path: join(directory, file), writtenAt: entry.writtenAt };
  return { ...facts, isDue: await provider.isDue(held, now, signal) };
}
