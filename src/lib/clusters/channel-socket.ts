import type { RawData, WebSocket } from 'ws';
import type { FleetError } from '../errors.js';
import type { ChannelConnection, ChannelMessage } from './channels.js';

/** Messages that wait for a reader before the server is asked to hold back. */
const MOST_WAITING = 64;
/** In `v5.channel.k8s.io`: the next byte names a channel that ends. */
const CLOSE_SIGNAL = 255;

/** Channels over an open WebSocket. */
export class ChannelSocket implements ChannelConnection {
  readonly protocol: string;
  readonly messages: AsyncIterable<ChannelMessage>;
  readonly #socket: WebSocket;
  readonly #explain: (thrown: unknown) => FleetError;
  readonly #waiting: ChannelMessage[] = [];
  #ended = false;
  #closing = false;
  #failure: FleetError | undefined;
  #wake: () => void = () => undefined;

  /** `explain` turns what cut the connection into the error to throw; `onEnd` is called once, when it is over. */
  constructor(socket: WebSocket, explain: (thrown: unknown) => FleetError, onEnd: () => void) {
    this.protocol = socket.protocol;
    this.#socket = socket;
    this.#explain = explain;
    this.messages = { [Symbol.asyncIterator]: () => this.#read() };
    socket.on('message', (raw) => {
      this.#take(bytesOf(raw));
    });
    socket.on('error', (thrown) => {
      this.#failure ??= explain(thrown);
    });
    socket.on('close', (code) => {
      // 1000 and 1005 are ordinary ends; 1006 is a connection that broke.
      if (code === 1006 && !this.#closing) this.#failure ??= explain(new Error('the connection was cut'));
      this.#ended = true;
      this.#wake();
      onEnd();
    });
    socket.resume();
  }

  async send(channel: number, data: Uint8Array): Promise<void> {
    const message = new Uint8Array(data.length + 1);
    message[0] = channel;
    message.set(data, 1);
    await new Promise<void>((resolve, reject) => {
      this.#socket.send(message, (failure) => {
        // Declared as undefined, given as null.
        if (failure instanceof Error) reject(this.#failure ?? this.#explain(failure));
        else resolve();
      });
    });
  }

  async closeChannel(channel: number): Promise<void> {
    if (this.protocol === 'v5.channel.k8s.io') await this.send(CLOSE_SIGNAL, Uint8Array.of(channel));
  }

  close(): void {
    this.#closing = true;
    this.#socket.close();
    // A server that does not answer the farewell must not keep the socket.
    this.#socket.terminate();
  }

  #take(bytes: Uint8Array): void {
    const [channel] = bytes;
    if (channel === undefined) return;
    this.#waiting.push({ channel, data: bytes.subarray(1) });
    if (this.#waiting.length >= MOST_WAITING) this.#socket.pause();
    this.#wake();
  }

  async *#read(): AsyncGenerator<ChannelMessage> {
    for (;;) {
      const message = this.#waiting.shift();
      if (message !== undefined) {
        if (this.#waiting.length === 0 && this.#socket.isPaused) this.#socket.resume();
        yield message;
      } else if (this.#ended) {
        if (this.#failure !== undefined) throw this.#failure;
        return;
      } else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }
}

function bytesOf(raw: RawData): Uint8Array {
  if (Array.isArray(raw)) return Buffer.concat(raw);
  return raw instanceof ArrayBuffer ? new Uint8Array(raw) : raw;
}
