import type { Progress } from '../../index.js';

/** Reports at most this often (milliseconds): a call over 500 clusters would send 500 notifications in a burst. */
const INTERVAL_MS = 100;

/** Thins out progress: the first update goes at once, then the newest ten times a second, and the last one always. */
export class ProgressSender {
  readonly #send: (update: Progress) => Promise<void>;
  #waiting: Progress | undefined;
  #timer: NodeJS.Timeout | undefined;
  #lastDone = Number.NEGATIVE_INFINITY;
  #sending: Promise<void> = Promise.resolve();

  constructor(send: (update: Progress) => Promise<void>) {
    this.#send = send;
  }

  report(update: Progress): void {
    this.#waiting = update;
    if (this.#timer !== undefined) return;
    this.#flush();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#waiting !== undefined) this.report(this.#waiting);
    }, INTERVAL_MS);
  }

  /** Sends what is waiting. Resolves when everything has been handed over, before the result of the call may go. */
  async finish(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#flush();
    await this.#sending;
  }

  #flush(): void {
    const update = this.#waiting;
    this.#waiting = undefined;
    // The protocol wants every notification to be higher than the one before.
    if (update === undefined || update.done <= this.#lastDone) return;
    this.#lastDone = update.done;
    // A client that has gone gets no result either; that is where its going is noticed.
    this.#sending = this.#sending.then(() => this.#send(update)).catch(() => undefined);
  }
}
