/** One thing that was looked at. */
export interface RancherFinding {
  /** `note` is worth knowing and no failure. */
  readonly state: 'ok' | 'note' | 'fail';
  readonly what: string;
  /** Why it matters. */
  readonly why?: string | undefined;
  /** What to do; for failures always. */
  readonly advice?: string | undefined;
}
