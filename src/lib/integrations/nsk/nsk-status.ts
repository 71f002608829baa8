import { join } from 'node:path';
import type { ProvidedCluster } from './kubeconfig-provider.js';
import type { Ledger, LedgerEntry } from './ledger.js';
import type { RefreshHealth } from './refresh-health.js';
import type { NskRefreshReport } from './refresh-report.js';

/** One cluster as the last refreshes saw it. */
export interface NskCluster extends ProvidedCluster {
  /** Of its kubeconfig; undefined until one was written. */
  readonly path: string | undefined;
  /** When its kubeconfig was written (ISO 8601). */
  readonly writtenAt?: string | undefined;
  /** When it was listed last (ISO 8601). */
  readonly lastSeen: string;
  /** Since when it is listed, but not ready (ISO 8601). */
  readonly inactiveSince?: string | undefined;
  /** Since when it is not listed any more (ISO 8601). */
  readonly removedAt?: string | undefined;
  /** Since when it is missing together with too many others to be believed (ISO 8601). */
  readonly missingSince?: string | undefined;
  /** When the token that was minted for its kubeconfig ends (ISO 8601); absent where none was, or it does not end. */
  readonly tokenExpiresAt?: string | undefined;
}

/** How it goes. */
export interface NskStatus {
  /** How the integration is called: `nsk`, or the name of the section `[rancher.NAME]`. */
  readonly name: string;
  readonly rancherUrl: string | undefined;
  /** Of the program `nsk`. */
  readonly profile: string | undefined;
  /** `nsk`, or how the Rancher is called that is asked without it; undefined before the first refresh. */
  readonly provider: string | undefined;
  readonly directory: string;
  readonly autoRefresh: boolean;
  readonly health: RefreshHealth;
  readonly failuresInARow: number;
  /** Of this process, or the last one of any process that changed something, as the folder tells. */
  readonly lastRefresh: string | undefined;
  readonly nextRefresh: string | undefined;
  /** The newest first; twenty at most. */
  readonly history: readonly NskRefreshReport[];
  readonly clusters: readonly NskCluster[];
}

/** When the listing was that changed the ledger last; undefined for an empty one. */
export function lastSeenIn(ledger: Ledger): string | undefined {
  return [...ledger.values()]
    .map(({ lastSeen }) => lastSeen)
    .sort()
    .at(-1);
}

/** What of an entry of the ledger is shown. */
export function shownCluster({ sha256: _hash, nextSha256: _next, file, ...rest }: LedgerEntry, directory: string): NskCluster {
  return { ...rest, path: file === undefined ? undefined : join(directory, file) };
}
