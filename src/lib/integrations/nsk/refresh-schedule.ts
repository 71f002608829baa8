/** Runs something again and again, each time so long after the last one ended. */
export interface RefreshSchedule {
  /** When it runs next (ISO 8601); undefined while it runs and after `stop`. */
  next(): string | undefined;
  stop(): void;
}

/** Part of the interval by which each run comes earlier or later, so that many processes do not come at once. */
const JITTER = 0.1;

/** `run` does not throw. A timer of this schedule keeps no process alive. */
export function scheduleRefreshes(intervalMs: number, run: () => Promise<void>): RefreshSchedule {
  let timer: NodeJS.Timeout | undefined;
  let next: string | undefined;
  let stopped = false;
  const arm = (): void => {
    if (stopped) return;
    const waitMs = Math.round(intervalMs * (1 - JITTER + Math.random() * 2 * JITTER));
    next = new Date(Date.now() + waitMs).toISOString();
    timer = setTimeout(() => {
      next = undefined;
      void run().then(arm);
    }, waitMs).unref();
  };
  arm();
  return {
    next: () => next,
    stop: () => {
      stopped = true;
      next = undefined;
      clearTimeout(timer);
    },
  };
}
