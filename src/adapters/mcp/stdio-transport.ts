import { Transform, type Readable, type Writable } from 'node:stream';
import { setImmediate as otherWork } from 'node:timers/promises';
import type { JSONRPCMessage, RequestId, Transport, TransportSendOptions } from '@modelcontextprotocol/server';
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { isLongMessage, messageParts } from './message-parts.js';

/** How long answers are waited for after the client closed its end (milliseconds). */
const DRAIN_MS = 3000;
/** How long a long message is written as JSON before others have their turn (milliseconds). */
const TURN_MS = 2;

/**
 * The SDK's stdio transport, except that the end of the input waits a moment for answers that are due:
 * `printf '…' | fleetwright mcp` gets them, and a server whose client is gone still ends soon. And a long answer becomes JSON in parts:
 * pings and short answers are sent between them.
 */
export class DrainingStdioTransport implements Transport {
  onclose?: (() => void) | undefined;
  onerror?: ((error: Error) => void) | undefined;
  onmessage?: Transport['onmessage'];
  readonly #inner: StdioServerTransport;
  readonly #output: Writable;
  readonly #due = new Set<RequestId>();
  #drained: (() => void) | undefined;
  #closed = false;

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
    this.#output = output;
    this.#inner = new StdioServerTransport(input.pipe(gate), output);
  }

  start(): Promise<void> {
    this.#inner.onmessage = (message) => {
      this.#noteIncoming(message);
      this.onmessage?.(message);
    };
    this.#inner.onerror = (error) => this.onerror?.(error);
    this.#inner.onclose = () => {
      this.#closed = true;
      this.onclose?.();
    };
    return this.#inner.start();
  }

  async send(message: JSONRPCMessage, _options?: TransportSendOptions): Promise<void> {
    if (isLongMessage(message)) await this.#sendInParts(message);
    else await this.#inner.send(message);
    if (!('method' in message) && message.id !== undefined) this.#settle(message.id);
  }

  close(): Promise<void> {
    return this.#inner.close();
  }

  /** One line, whatever is sent meanwhile. */
  async #sendInParts(message: JSONRPCMessage): Promise<void> {
    const parts: Buffer[] = [];
    let since = performance.now();
    for (const part of messageParts(message)) {
      parts.push(Buffer.from(part));
      if (performance.now() - since < TURN_MS) continue;
      await otherWork();
      since = performance.now();
    }
    parts.push(Buffer.from('\n'));
    await otherWork();
    if (this.#closed) throw new Error('The connection was closed before an answer was written.');
    const line = Buffer.concat(parts);
    await new Promise<void>((resolve, reject) => {
      this.#output.write(line, (error) => {
        if (error === null || error === undefined) resolve();
        else reject(error);
      });
    });
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
