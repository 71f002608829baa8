import type { FleetError } from '../errors.js';
import type { ClusterDescriptor } from './descriptor.js';

/** One thing a source could not turn into a cluster. It never hides the others. */
export interface SourceFailure {
  readonly source: string;
  /** The name the cluster would have had, where known. */
  readonly cluster?: string | undefined;
  readonly path?: string | undefined;
  /** Concerns the source as a whole, although it was listed: what it shows may be old or incomplete. */
  readonly whole?: boolean | undefined;
  readonly error: FleetError;
}

/** What one listing found. */
export interface SourceListing {
  readonly clusters: readonly ClusterDescriptor[];
  readonly failures: readonly SourceFailure[];
}

/** A running watch; closing it releases every handle. */
export interface SourceWatch {
  /** Ends the watch; calling it again changes nothing. */
  close(): void;
}

/** Where clusters come from. A combination of sources is itself a source. */
export interface ClusterSource {
  /** Stable and unique in a fleet, for example `kubeconfig-directory:/home/me/clusters`. */
  readonly name: string;
  /**
   * Lists what is there now. Broken entries are failures in the listing.
   * @throws FleetError SOURCE_FAILED when nothing could be listed: the fleet then keeps what it knew and marks it stale.
   */
  list(signal: AbortSignal): Promise<SourceListing>;
  /** Calls back, soon after and at most a few times, when a new `list` may answer differently. */
  watch?(onChange: () => void): SourceWatch;
}
