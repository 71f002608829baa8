import { withFolder, type FolderTurn } from './folder-turn.js';
import { isOurs, removeKubeconfig, sha256At } from './kubeconfig-files.js';
import { readLedger, writeLedger, type Ledger } from './ledger.js';

/** Removes the kubeconfigs of clusters that are not listed any more; files that were changed since stay. @throws FleetError FILE_FAILED */
export async function cleanRemoved(turn: FolderTurn): Promise<{ readonly cleaned: readonly string[]; readonly ledger: Ledger }> {
  const { directory } = turn;
  return withFolder(turn, async (lock) => {
    const ledger = new Map(await readLedger(directory));
    const cleaned: string[] = [];
    for (const entry of [...ledger.values()].filter(({ removedAt }) => removedAt !== undefined)) {
      if (entry.file !== undefined) {
        const sha256 = await sha256At(directory, entry.file);
        if (sha256 !== undefined && !isOurs(sha256, [entry])) continue;
        await lock.assertHeld();
        await removeKubeconfig(directory, entry.file);
      }
      ledger.delete(entry.id);
      cleaned.push(entry.name);
    }
    if (cleaned.length > 0) await writeLedger(directory, ledger);
    return { cleaned, ledger };
  });
}
