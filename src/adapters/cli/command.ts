import type { ExitCode } from './exit-codes.js';
import type { OptionSpecs } from './options.js';
import type { Terminal } from './terminal.js';

/** One command of `fleetwright`, loaded when it is run. */
export interface Command {
  /** What follows `fleetwright NAME`. */
  readonly usage: string;
  /** What it does, for its `--help`. */
  readonly description: string;
  /** Its own options; those of the configuration are listed apart. */
  readonly options: OptionSpecs;
  /** It reads the configuration, and so takes its flags. */
  readonly configured: boolean;
  readonly examples?: readonly string[];
  /**
   * @param words What follows the name on the command line.
   * @throws UsageError, FleetError
   */
  run(words: readonly string[], terminal: Terminal): Promise<ExitCode>;
}
