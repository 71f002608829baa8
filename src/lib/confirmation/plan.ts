import type { OperationEffect } from '../operation.js';

/** What a call would do, for the person who is asked: plain data without secrets, cut where it is long. */
export interface ConfirmationPlan {
  readonly operation: string;
  /** The title of the operation. */
  readonly title: string;
  readonly effect: OperationEffect;
  /** The one cluster of the call. */
  readonly cluster?: string | undefined;
  /** The environment label of that cluster. */
  readonly environment?: string | undefined;
  /** Where a call runs another operation on several clusters: that operation and those clusters. */
  readonly calls?: readonly PlannedRun[] | undefined;
  readonly input: Readonly<Record<string, unknown>>;
  /** The objects that manifests in the input describe: `Deployment shop/web`. */
  readonly objects?: readonly string[] | undefined;
  /** What a dry run of the call answered, where the operation has one. */
  readonly preview?: string | undefined;
  /** The rule that asks: its place in `confirmation.rules`, from 0. */
  readonly rule: number;
  /** All of it for people, line by line. */
  readonly text: string;
}

/** An operation that a fleet-wide call runs, and where. */
export interface PlannedRun {
  readonly operation: string;
  readonly effect: OperationEffect;
  readonly clusters: readonly string[];
}

/** What the person said; `cancelled` when the question was put away without an answer. */
export type ConfirmationAnswer = 'accepted' | 'declined' | 'cancelled';

/** Asks the person on whose behalf a call is made. The signal ends when the call is cancelled or nobody answers in time. */
export type Confirmer = (plan: ConfirmationPlan, signal: AbortSignal) => Promise<ConfirmationAnswer>;
