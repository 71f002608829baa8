import { join } from 'node:path';
import { z } from 'zod';
import { nodeCrypto } from '../../platform/node-modules.js';
import { deferred } from '../../platform/deferred.js';
import { readFolderRecord, writeFolderRecord } from './folder-record.js';

/** Its name begins with a dot: it is no kubeconfig. */
const FILE = '.fleetwright-minted.json';

const minted = deferred(() =>
  z.object({
    /** `token`: one token. `kubeconfig`: an object of ext.cattle.io, which takes its tokens with it. */
    kind: z.enum(['token', 'kubeconfig']),
    name: z.string(),
    /** Names of the tokens that kubeconfigs may hold because of it. */
    holds: z.array(z.string()),
    /** Ids of the clusters that it was minted for. */
    clusters: z.array(z.string()),
    mintedAt: z.string(),
    /** Null: it does not end. Absent: not known yet. */
    expiresAt: z.string().nullable().optional(),
  }),
);

const register = deferred(() => z.object({ version: z.literal(1), owner: z.string(), minted: z.array(minted) }));

/** Something that was minted on the server for this folder, and nobody else. Holds no secret. Times are ISO 8601. */
export type Minted = z.output<typeof minted>;

/** What was minted for one folder, and how this folder is called on the server. */
export interface MintedRegister {
  /** Stands in the description of what is minted for it. */
  readonly owner: string;
  readonly minted: readonly Minted[];
}

/**
 * What was minted for a folder of kubeconfigs: what is written here before a file holds it, a process that dies in between leaves no token
 * behind that nobody knows.
 * @throws FleetError FILE_FAILED when there is one that cannot be used
 */
export async function readMinted(directory: string): Promise<MintedRegister | undefined> {
  const hint = 'It says which tokens of Rancher are fleetwright’s. Remove it; the tokens that it knew stay in Rancher until they expire.';
  return readFolderRecord(join(directory, FILE), register, hint);
}

export async function writeMinted(directory: string, { owner, minted: entries }: MintedRegister): Promise<void> {
  await writeFolderRecord(join(directory, FILE), { version: 1, owner, minted: entries });
}

export function newRegister(): MintedRegister {
  return { owner: `fleetwright ${nodeCrypto().randomUUID()}`, minted: [] };
}

/** When the newest token of each cluster ends (ISO 8601), by the id of the cluster; clusters whose token is not minted are not there. */
export async function mintedTokenExpiries(directory: string): Promise<ReadonlyMap<string, string>> {
  const known = (await readMinted(directory))?.minted ?? [];
  const oldestFirst = [...known].sort((a, b) => (a.mintedAt < b.mintedAt ? -1 : 1));
  return new Map(
    oldestFirst.flatMap(({ clusters, expiresAt }) =>
      typeof expiresAt !== 'string' ? [] : clusters.map((id) => [id, expiresAt] satisfies [string, string]),
    ),
  );
}
