import type { CopyLimits } from './copy-limits.js';
import type { PodPath } from './pod-path.js';
import type { Skipped } from './skipped.js';

/** One copy, either way. */
export interface CopyRequest {
  readonly where: { readonly namespace: string; readonly pod: string; readonly container?: string | undefined };
  readonly podPath: PodPath;
  /** The real path of the configured folder. */
  readonly root: string;
  /** Path below it, checked. */
  readonly parts: readonly string[];
  readonly overwrite: boolean;
  readonly limits: CopyLimits;
  readonly signal: AbortSignal;
}

/** What was copied. */
export interface CopyOutcome {
  readonly files: number;
  readonly folders: number;
  readonly bytes: number;
  readonly skipped: Skipped;
  /** False when tar says that something could not be read. */
  readonly complete: boolean;
  /** What tar said beside. */
  readonly said: string;
}
