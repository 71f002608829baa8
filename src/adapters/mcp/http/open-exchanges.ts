import type { ServerResponse } from 'node:http';

/** Counts the responses that are open, and tells when the last one ended. */
export class OpenExchanges {
  #open = 0;
  #idle: (() => void)[] = [];
  #idleSince = Date.now();

  get count(): number {
    return this.#open;
  }

  /** When the last response ended (milliseconds since the epoch); meaningless while one is open. */
  get idleSince(): number {
    return this.#idleSince;
  }

  add(response: ServerResponse): void {
    this.#open += 1;
    response.once('close', () => {
      this.#open -= 1;
      this.#idleSince = Date.now();
      if (this.#open > 0) return;
      for (const resolve of this.#idle.splice(0)) resolve();
    });
  }

  /** Resolves when nothing is open, or after `milliseconds`. */
  async whenIdle(milliseconds: number): Promise<void> {
    if (this.#open === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#idle.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}
