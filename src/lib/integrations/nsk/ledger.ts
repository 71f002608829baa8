import { join } from 'node:path';
import { z } from 'zod';
import { deferred } from '../../platform/deferred.js';
import { readFolderRecord, writeFolderRecord } from './folder-record.js';

/** Its name begins with a dot: it is no kubeconfig. */
const FILE = '.fleetwright-nsk.json';

const entry = deferred(() =>
  z.object({
    id: z.string(),
    name: z.string(),
    /** Name of its kubeconfig in the folder; absent until one was written. */
    file: z.string().optional(),
    /** SHA-256 of what was written; after a crash the file holds this or `nextSha256`. */
    sha256: z.string().optional(),
    nextSha256: z.string().optional(),
    writtenAt: z.string().optional(),
    lastSeen: z.string(),
    /** Since when it is listed, but not ready. */
    inactiveSince: z.string().optional(),
    /** Since when it is not listed any more. */
    removedAt: z.string().optional(),
    /** Since when it is missing together with too many others to be believed. */
    missingSince: z.string().optional(),
    state: z.string().optional(),
    readiness: z.enum(['Ready', 'NotReady', 'Unknown']),
    message: z.string().optional(),
    provider: z.string().optional(),
    kubernetesVersion: z.string().optional(),
    nodeCount: z.number().optional(),
    labels: z.record(z.string(), z.string()),
  }),
);

const ledger = deferred(() => z.object({ version: z.literal(1), clusters: z.array(entry) }));

/** What is known of one cluster and of its file. Holds no credential. */
export type LedgerEntry = z.output<typeof entry>;

/** What is known of every cluster, by id. */
export type Ledger = ReadonlyMap<string, LedgerEntry>;

/** @throws FleetError FILE_FAILED when there is one that cannot be used: it says which files are ours, so it is never replaced silently */
export async function readLedger(directory: string): Promise<Ledger> {
  const hint =
    'It says which kubeconfigs of the folder are fleetwright’s. Remove it together with the kubeconfigs that came from Rancher; they are fetched again.';
  const record = await readFolderRecord(join(directory, FILE), ledger, hint);
  return new Map(record?.clusters.map((each) => [each.id, each]));
}

export async function writeLedger(directory: string, entries: Ledger): Promise<void> {
  const clusters = [...entries.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  await writeFolderRecord(join(directory, FILE), { version: 1, clusters });
}
