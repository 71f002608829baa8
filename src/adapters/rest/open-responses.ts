import type { ServerResponse } from 'node:http';

/** The responses that are being written, so that a server can close without cutting them off. */
export class OpenResponses {
  readonly #open = new Set<ServerResponse>();
  #closing = false;
  #whenEmpty: () => void = () => undefined;

  get closing(): boolean {
    return this.#closing;
  }

  add(response: ServerResponse): void {
    this.#open.add(response);
    response.once('close', () => {
      this.#open.delete(response);
      if (this.#open.size === 0) this.#whenEmpty();
    });
  }

  /** Waits for what is open at most `timeoutMs`, then cuts it off. */
  async close(timeoutMs: number): Promise<void> {
    this.#closing = true;
    if (this.#open.size === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      this.#whenEmpty = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    for (const response of this.#open) response.destroy();
  }
}
