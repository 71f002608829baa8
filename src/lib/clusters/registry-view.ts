import type { ClusterDescriptor } from './descriptor.js';
import type { SourceFailure } from './source.js';
import type { SourceState, Staleness } from './source-state.js';

/** One usable cluster of the fleet. */
export interface RegistryEntry {
  readonly descriptor: ClusterDescriptor;
  readonly stale?: Staleness | undefined;
}

/** Everything the registry knows at one moment. Never changed, only replaced. */
export interface RegistryView {
  /** By name, in the order of names. */
  readonly entries: ReadonlyMap<string, RegistryEntry>;
  /** Names that several clusters carry, with their origins. */
  readonly conflicts: ReadonlyMap<string, readonly string[]>;
  readonly failures: readonly SourceFailure[];
  readonly sources: readonly SourceState[];
  /** Alias to cluster name. */
  readonly aliases: ReadonlyMap<string, string>;
}
