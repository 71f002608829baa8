import { clusterFileNames } from './cluster-file-name.js';
import type { Ledger, LedgerEntry } from './ledger.js';

/** The file of one cluster. */
export interface FilePlace {
  readonly file: string;
  /** Whose the file is so far, as the ledger knows it: the cluster's own, or that of another that has to leave it. */
  readonly owners: readonly LedgerEntry[];
}

/**
 * Where the kubeconfig of each cluster belongs. A cluster keeps the file it has, also when it is renamed, unless its name went to another
 * cluster: then that one gets the file, for whoever says the name means it. So it is with a cluster that was made anew under an old name.
 */
export function placeFiles(
  listed: readonly { readonly id: string; readonly name: string }[],
  ledger: Ledger,
): ReadonlyMap<string, FilePlace> {
  const natural = clusterFileNames(listed);
  const claims = new Map([...natural].map(([id, file]) => [file.toLowerCase(), id]));
  const owners = new Map<string, LedgerEntry[]>();
  for (const entry of ledger.values()) {
    if (entry.file === undefined) continue;
    const key = entry.file.toLowerCase();
    owners.set(key, [...(owners.get(key) ?? []), entry]);
  }
  return new Map(
    listed.map(({ id }) => {
      const held = ledger.get(id)?.file;
      const claim = held === undefined ? undefined : claims.get(held.toLowerCase());
      const file = held !== undefined && (claim === undefined || claim === id) ? held : (natural.get(id) ?? '');
      return [id, { file, owners: owners.get(file.toLowerCase()) ?? [] }];
    }),
  );
}
