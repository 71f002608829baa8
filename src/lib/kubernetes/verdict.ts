/** How far an object is from what is expected of it. */
export interface Verdict {
  readonly ready: boolean;
  /** For people: `2 of 3 pods available`. */
  readonly state: string;
  /** Waiting will not help: a job failed, a rollout passed its deadline. */
  readonly failed?: boolean | undefined;
}
