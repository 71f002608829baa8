/** Runs something again and again, each time so long after the last one ended. */
export interface RefreshSchedule {
  /** When it runs next (ISO 8601); undefined while it runs and after `stop`. */
  next(): string | undefined;
  stop(): void;
}

/** Part of the interval by which each run comes earlier or later, so that many processes do not come at once. */
const JITTER = 0.1;
/** How often the clocks are looked at; a timer of its own for a month would be over at once. */
const LOOK_MS = 15_000;

/**
 * A run is due when its time has passed by either clock: the one that counts on whatever anybody sets, and the one of the wall, which a
 * computer that slept finds advanced. `run` does not throw, and may return milliseconds before which it must not be called again.
 * A timer of this schedule keeps no process alive.
 */
export function scheduleRefreshes(intervalMs: number, run: () => Promise<number | undefined>): RefreshSchedule {
  let timer: NodeJS.Timeout | undefined;
  let remaining: (() => number) | undefined;
  let stopped = false;
  const look = (): void => {
    const leftMs = remaining?.() ?? 0;
    if (leftMs > 0) timer = setTimeout(look, Math.min(Math.ceil(leftMs), LOOK_MS)).unref();
    else begin();
  };
  const begin = (): void => {
    remaining = undefined;
    void run().then(arm);
  };
  const arm = (atLeastMs = 0): void => {
    if (stopped) return;
    remaining = countdown(Math.max(atLeastMs, Math.round(intervalMs * (1 - JITTER + Math.random() * 2 * JITTER))));
    look();
  };
  arm();
  return {
    next: () => (remaining === undefined ? undefined : new Date(Date.now() + Math.max(0, remaining())).toISOString()),
    stop: () => {
      stopped = true;
      remaining = undefined;
      clearTimeout(timer);
    },
  };
}

/** Milliseconds left, by the clock that says less. */
function countdown(waitMs: number): () => number {
  const [counted, wall] = [performance.now(), Date.now()];
  return () => Math.min(waitMs - (performance.now() - counted), waitMs - (Date.now() - wall));
}
