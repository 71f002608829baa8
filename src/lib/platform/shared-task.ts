import { untilAborted } from './abort.js';

interface Run<Value> {
  readonly outcome: Promise<Value>;
  readonly controller: AbortController;
  waiting: number;
}

/**
 * One piece of work that concurrent callers share. Whoever comes while it runs gets its outcome; whoever comes later starts it
 * anew, so a failure is never remembered. A caller that gives up leaves the others alone; the last one to leave aborts the work.
 */
export class SharedTask<Value> {
  #run: Run<Value> | undefined;

  async run(start: (signal: AbortSignal) => Promise<Value>, signal: AbortSignal): Promise<Value> {
    signal.throwIfAborted();
    const run = this.#run ?? this.#begin(start);
    run.waiting += 1;
    try {
      return await untilAborted(run.outcome, signal);
    } finally {
      run.waiting -= 1;
      if (run.waiting === 0 && this.#run === run) {
        this.#run = undefined;
        run.controller.abort();
      }
    }
  }

  #begin(start: (signal: AbortSignal) => Promise<Value>): Run<Value> {
    const controller = new AbortController();
    const run: Run<Value> = { outcome: start(controller.signal), controller, waiting: 0 };
    const settle = (): void => {
      if (this.#run === run) this.#run = undefined;
    };
    run.outcome.then(settle, settle);
    this.#run = run;
    return run;
  }
}

/** {@link SharedTask} for each of many things: callers that ask for the same key share its work. Keys nobody waits for are forgotten. */
export class SharedTasks<Value> {
  readonly #running = new Map<string, { readonly task: SharedTask<Value>; callers: number }>();

  async run(key: string, start: (signal: AbortSignal) => Promise<Value>, signal: AbortSignal): Promise<Value> {
    const entry = this.#running.get(key) ?? { task: new SharedTask<Value>(), callers: 0 };
    this.#running.set(key, entry);
    entry.callers += 1;
    try {
      return await entry.task.run(start, signal);
    } finally {
      entry.callers -= 1;
      if (entry.callers === 0) this.#running.delete(key);
    }
  }
}
