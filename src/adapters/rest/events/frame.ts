import type { StreamType } from '../answer/event-stream.js';

export interface FrameFacts {
  readonly name: string;
  readonly data: object;
  /** Where a reader can go on after it; absent for what is not kept. */
  readonly id?: string | undefined;
  /** The clusters it tells of. Who may not see all of them does not see it. */
  readonly clusters?: readonly string[] | undefined;
}

/** One event as it is sent: encoded when the first reader needs it, then the same bytes for all. */
export class Frame {
  readonly name: string;
  readonly data: object;
  readonly id: string | undefined;
  readonly clusters: readonly string[];
  #serverSent: Buffer | undefined;
  #line: Buffer | undefined;

  constructor({ name, data, id, clusters = [] }: FrameFacts) {
    this.name = name;
    this.data = data;
    this.id = id;
    this.clusters = clusters;
  }

  bytes(type: StreamType): Buffer {
    if (type === 'text/event-stream') return (this.#serverSent ??= Buffer.from(this.#asServerSent()));
    return (this.#line ??= Buffer.from(`${JSON.stringify({ type: this.name, id: this.id, [this.name]: this.data })}\n`));
  }

  #asServerSent(): string {
    const id = this.id === undefined ? '' : `id: ${this.id}\n`;
    return `${id}event: ${this.name}\ndata: ${JSON.stringify(this.data)}\n\n`;
  }
}
