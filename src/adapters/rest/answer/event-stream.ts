import type { ServerResponse } from 'node:http';

/** The forms a stream of events can have. */
export type StreamType = 'text/event-stream' | 'application/x-ndjson';

/** One event: its data is a member of the same name in NDJSON, the data of a named event in SSE. */
export interface StreamEvent {
  readonly name: 'progress' | 'line' | 'result' | 'error';
  readonly data: unknown;
}

/**
 * Events as they happen. Nothing is sent before the first one, so that a call that fails at once is still an ordinary error
 * answer. While the client does not read, only the newest progress is kept; everything else waits.
 */
export class EventStream {
  readonly #response: ServerResponse;
  readonly #type: StreamType;
  readonly #heartbeat: NodeJS.Timeout;
  #waiting: StreamEvent | undefined;

  constructor(response: ServerResponse, type: StreamType, heartbeatMs: number) {
    this.#response = response;
    this.#type = type;
    this.#heartbeat = setInterval(() => {
      if (this.#isFree()) this.#write(type === 'text/event-stream' ? ': heartbeat\n\n' : '{"type":"heartbeat"}\n');
    }, heartbeatMs);
    response.once('close', () => {
      clearInterval(this.#heartbeat);
    });
    response.on('drain', () => {
      const event = this.#waiting;
      this.#waiting = undefined;
      if (event !== undefined) this.offer(event);
    });
  }

  /** Sends the event when the client reads; while it does not, a newer one takes its place. */
  offer(event: StreamEvent): void {
    if (this.#isFree()) this.#write(this.#encode(event));
    else this.#waiting = event;
  }

  /** Sends the event and resolves when there is room for another, or when the client has gone. */
  async send(event: StreamEvent): Promise<void> {
    this.#write(this.#encode(event));
    if (this.#isFree() || this.#response.destroyed) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        this.#response.off('drain', done).off('close', done);
        resolve();
      };
      this.#response.on('drain', done).on('close', done);
    });
  }

  end(event: StreamEvent): void {
    clearInterval(this.#heartbeat);
    // What waited is older than the end.
    this.#waiting = undefined;
    this.#write(this.#encode(event));
    this.#response.end();
  }

  /** Ends the heartbeat of a stream that never began. */
  abandon(): void {
    clearInterval(this.#heartbeat);
  }

  get begun(): boolean {
    return this.#response.headersSent;
  }

  #isFree(): boolean {
    return !this.#response.writableNeedDrain;
  }

  #write(text: string): void {
    if (this.#response.destroyed || this.#response.writableEnded) return;
    if (!this.#response.headersSent) {
      const type = this.#type === 'text/event-stream' ? `${this.#type}; charset=utf-8` : this.#type;
      // Proxies that collect or compress would hold events back.
      this.#response.writeHead(200, { 'Content-Type': type, 'Cache-Control': 'no-store, no-transform', 'X-Accel-Buffering': 'no' });
    }
    this.#response.write(text);
  }

  #encode({ name, data }: StreamEvent): string {
    if (this.#type === 'text/event-stream') return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
    return `${JSON.stringify({ type: name, [name]: data })}\n`;
  }
}
