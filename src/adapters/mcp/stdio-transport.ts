import { Transform, type Readable, type Writable } from 'node:stream';
import type { JSONRPCMessage, RequestId, Transport, TransportSendOptions } from '@modelcontextprotocol/server';
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';

/** How long answers are waited for after the client closed its end (milliseconds). */
const DRAIN_MS = 3000;

/**
 * The SDK's stdio transport, except that the end of the input waits a moment for answers that are due:
 * `printf '…' | fleetwright mcp` gets them, and a server whose client is gone still ends soon.
 */
export class DrainingStdioTransport implements Transport {
  onclose?: (() => void) | undefined;
  onerror?: ((error: Error) => void) | undefined;
  onmessage?: Transport['onmessage'];
  readonly #inner: StdioServerTransport;
  readonly #due = new Set<RequestId>();
  #drained: (() => void) | undefined;

  constructor(input: Readable, output: Writable) {
    const gate = new Transform({
      transform: (chunk, _encoding, done) => {
        done(null, chunk);
      },
      flush: (done) => {
        this.#whenDrained(() => {
          done();
        });
      },
    });
    input.once('close', () => gate.end());
    this.#inner = new StdioServerTransport(input.pipe(gate), output);
  }

  start(): Promise<void> {
    this.#inner.onmessage = (message) => {
      this.#noteIncoming(message);
      this.onmessage?.(message);
    };
    this.#inner.onerror = (error) => this.onerror?.(error);
    this.#inner.onclose = () => this.onclose?.();
    return this.#inner.start();
  }

  async send(message: JSONRPCMessage, _options?: TransportSendOptions): Promise<void> {
    await this.#inner.send(message);
    if (!('method' in message) && message.id !== undefined) this.#settle(message.id);
  }

  close(): Promise<void> {
    return this.#inner.close();
  }

  #noteIncoming(message: JSONRPCMessage): void {
    // A subscription is answered when it ends; it would hold the connection open for nothing.
    if ('method' in message && 'id' in message && message.method !== 'subscriptions/listen') this.#due.add(message.id);
    if ('method' in message && message.method === 'notifications/cancelled') {
      const id = message.params?.['requestId'];
      if (typeof id === 'string' || typeof id === 'number') this.#settle(id);
    }
  }

  #settle(id: RequestId): void {
    this.#due.delete(id);
    if (this.#due.size === 0) this.#drained?.();
  }

  #whenDrained(done: () => void): void {
    // Messages of the last chunk are delivered after this turn.
    setImmediate(() => {
      if (this.#due.size === 0) {
        done();
        return;
      }
      const finish = (): void => {
        clearTimeout(timer);
        this.#drained = undefined;
        done();
      };
      const timer = setTimeout(finish, DRAIN_MS);
      this.#drained = finish;
    });
  }
}
