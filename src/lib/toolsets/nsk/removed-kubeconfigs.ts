import { join } from 'node:path';
import { isOurs, sha256At } from '../../integrations/nsk/kubeconfig-files.js';
import { readLedger } from '../../integrations/nsk/ledger.js';
import type { Rancher } from './choose-ranchers.js';

/** A cluster that Rancher does not list any more, and the file that is left of it. */
export interface RemovedKubeconfig {
  readonly cluster: string;
  readonly since: string;
  readonly path: string | undefined;
  /** Somebody changed the file since: it is theirs now, and stays. */
  readonly isForeign: boolean;
}

/** What is left of clusters that are gone. @throws FleetError FILE_FAILED */
export async function removedKubeconfigs({ directory }: Rancher): Promise<readonly RemovedKubeconfig[]> {
  const gone = [...(await readLedger(directory)).values()].filter(({ removedAt }) => removedAt !== undefined);
  return Promise.all(
    gone.map(async (entry) => {
      const sha256 = entry.file === undefined ? undefined : await sha256At(directory, entry.file);
      return {
        cluster: entry.name,
        since: entry.removedAt ?? '',
        path: entry.file === undefined || sha256 === undefined ? undefined : join(directory, entry.file),
        isForeign: sha256 !== undefined && !isOurs(sha256, [entry]),
      };
    }),
  );
}
