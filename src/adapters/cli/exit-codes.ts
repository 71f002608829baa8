/** What the exit status of `fleetwright` says. */
export const EXIT = {
  ok: 0,
  /** The call, or a cluster of it, failed. */
  failed: 1,
  /** Not even tried: usage, input, configuration or policy. */
  refused: 2,
  /** Reserved: a fleet-wide change stopped because too many clusters failed. */
  budget: 3,
  /** No cluster matched. */
  nothingMatched: 4,
  /** Ctrl-C. */
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
