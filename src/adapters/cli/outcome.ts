import type { CallResult } from '../../index.js';
import { EXIT, type ExitCode } from './exit-codes.js';

interface Coverage {
  readonly matched: number;
  readonly failed: number;
  readonly denied: number;
  readonly skipped: number;
}

/** The exit status of an answer: what a fleet-wide answer says of its clusters counts. */
export function exitCodeOfAnswer({ output }: CallResult): ExitCode {
  const coverage = output['coverage'];
  if (!isCoverage(coverage)) return EXIT.ok;
  if (coverage.matched === 0) return EXIT.nothingMatched;
  return coverage.failed + coverage.denied + coverage.skipped > 0 ? EXIT.failed : EXIT.ok;
}

function isCoverage(value: unknown): value is Coverage {
  return typeof value === 'object' && value !== null && ['matched', 'failed', 'denied', 'skipped'].every((key) => key in value);
}
