/** Caps of the two lanes. */
export interface LanesOptions {
  /** How many answer-quickly tasks run at once. */
  readonly main: number;
  /** How many known or suspected sluggards run at once. */
  readonly slow: number;
  /** A task in the main lane that takes longer moves over, as soon as the slow lane has room. */
  readonly moveAfterMs: number;
}

/**
 * Two lanes with a cap each, so that clusters that hang cannot use up the cap of those that answer. A task that turns out to be
 * slow gives its place in the main lane back while it goes on.
 */
export class Lanes {
  readonly #main: Slots;
  readonly #slow: Slots;
  readonly #moveAfterMs: number;

  constructor(options: LanesOptions) {
    this.#main = new Slots(options.main);
    this.#slow = new Slots(options.slow);
    this.#moveAfterMs = options.moveAfterMs;
  }

  /** Runs the task when its lane has room; resolves undefined without running it when the signal aborts before that. */
  async run<Value>(lane: 'main' | 'slow', task: () => Promise<Value>, signal: AbortSignal): Promise<Value | undefined> {
    const release = await (lane === 'main' ? this.#main : this.#slow).take(signal);
    if (release === undefined) return undefined;
    if (lane === 'slow') return task().finally(release);
    return this.#runMovable(task, release);
  }

  async #runMovable<Value>(task: () => Promise<Value>, releaseMain: () => void): Promise<Value> {
    const ended = new AbortController();
    const timer = setTimeout(() => {
      void this.#slow.take(ended.signal).then((releaseSlow) => {
        if (releaseSlow === undefined) return;
        releaseMain();
        ended.signal.addEventListener('abort', releaseSlow, { once: true });
        if (ended.signal.aborted) releaseSlow();
      });
    }, this.#moveAfterMs);
    try {
      return await task();
    } finally {
      clearTimeout(timer);
      ended.abort();
      releaseMain();
    }
  }
}

/** A counting semaphore; whoever waits longest goes first. */
class Slots {
  #free: number;
  readonly #waiting = new Set<() => void>();

  constructor(size: number) {
    this.#free = size;
  }

  /** Resolves with the release of the slot (safe to call twice), or undefined when the signal aborts first. */
  take(signal: AbortSignal): Promise<(() => void) | undefined> {
    if (signal.aborted) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const grant = (): void => {
        signal.removeEventListener('abort', giveUp);
        resolve(this.#releaseOnce());
      };
      const giveUp = (): void => {
        this.#waiting.delete(grant);
        resolve(undefined);
      };
      if (this.#free > 0) {
        this.#free -= 1;
        grant();
      } else {
        signal.addEventListener('abort', giveUp, { once: true });
        this.#waiting.add(grant);
      }
    });
  }

  #releaseOnce(): () => void {
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      const [next] = this.#waiting;
      if (next === undefined) {
        this.#free += 1;
      } else {
        this.#waiting.delete(next);
        next();
      }
    };
  }
}
