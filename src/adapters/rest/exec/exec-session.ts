import type { RawData, WebSocket } from 'ws';
import { FleetError, type CommandInput, type CommandSink } from '../../../index.js';
import { CLOSE, readClientMessage, STREAM_BYTES } from './exec-protocol.js';

/** What a session goes by. */
interface SessionFacts {
  readonly idleMs: number;
  /** Milliseconds between two signs of life. */
  readonly heartbeatMs: number;
  /** Ends the call behind the session. */
  readonly abort: (reason: FleetError) => void;
}

/** Milliseconds that a client gets to answer the farewell. */
const FAREWELL_MS = 2000;

/** One client that talks to one command. What either side does not take in time waits with the other one. */
export class ExecSession {
  readonly #socket: WebSocket;
  readonly #facts: SessionFacts;
  readonly #input: CommandInput;
  readonly #heartbeat: NodeJS.Timeout;
  #idle: NodeJS.Timeout;
  #isAlive = true;
  /** Messages are handed on one after the other. */
  #handing: Promise<void> = Promise.resolve();
  #waiting = 0;

  constructor(socket: WebSocket, input: CommandInput, facts: SessionFacts) {
    this.#socket = socket;
    this.#input = input;
    this.#facts = facts;
    this.#idle = this.#startIdle();
    this.#heartbeat = setInterval(() => {
      this.#beat();
    }, facts.heartbeatMs);
    socket.on('message', (data, isBinary) => {
      this.#take(data, isBinary);
    });
    socket.on('pong', () => {
      this.#isAlive = true;
    });
    // What is wrong with a message (too long, no UTF-8) is answered by the library, which then closes.
    socket.on('error', () => undefined);
    socket.once('close', () => {
      this.#stop();
      facts.abort(new FleetError('CANCELLED', 'The client of the session has gone.'));
    });
  }

  /** Hands on what the command writes. */
  readonly write: CommandSink = async (stream, data) => {
    this.#active();
    const message = new Uint8Array(data.length + 1);
    message[0] = STREAM_BYTES[stream];
    message.set(data, 1);
    await this.#send(message);
  };

  /** Says something in text. */
  async tell(message: object): Promise<void> {
    await this.#send(JSON.stringify(message));
  }

  /** Says the last thing and ends. Never rejects. */
  async end(message: object, code: number): Promise<void> {
    this.#stop();
    if (this.#socket.readyState === this.#socket.CLOSED) return;
    const closed = new Promise<void>((resolve) => {
      this.#socket.once('close', () => {
        resolve();
      });
    });
    const timer = setTimeout(() => {
      this.#socket.terminate();
    }, FAREWELL_MS);
    await this.tell(message).catch(() => undefined);
    this.#socket.resume();
    this.#socket.close(code);
    await closed;
    clearTimeout(timer);
  }

  async #send(data: string | Uint8Array): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#socket.send(data, (failure) => {
        // Declared as undefined, given as null.
        if (failure instanceof Error) reject(new FleetError('CANCELLED', 'The client of the session has gone.', { cause: failure }));
        else resolve();
      });
    });
  }

  #take(data: RawData, isBinary: boolean): void {
    this.#active();
    this.#waiting += 1;
    this.#socket.pause();
    this.#handing = this.#handing
      .then(() => this.#handOn(data, isBinary))
      .catch((thrown: unknown) => {
        // A command that has ended takes nothing more: how it ended is told as its end.
        if (FleetError.isInstance(thrown) && thrown.code === 'INPUT_INVALID') this.#facts.abort(thrown);
      })
      .finally(() => {
        this.#waiting -= 1;
        if (this.#waiting === 0) this.#socket.resume();
      });
  }

  async #handOn(data: RawData, isBinary: boolean): Promise<void> {
    const bytes = bytesOf(data);
    if (isBinary) {
      await this.#input.send(bytes);
      return;
    }
    const message = readClientMessage(Buffer.from(bytes).toString('utf8'));
    if (message === undefined)
      throw new FleetError('INPUT_INVALID', 'A text message is neither a resize nor a stdin_end; what is typed goes in binary messages.');
    if (message.type === 'resize') await this.#input.resize(message.columns, message.rows);
    else if (this.#input.canEnd) await this.#input.end();
    else
      throw new FleetError('INPUT_INVALID', 'This cluster cannot be told the end of the input over a WebSocket (Kubernetes before 1.30).');
  }

  #active(): void {
    clearTimeout(this.#idle);
    this.#idle = this.#startIdle();
  }

  #startIdle(): NodeJS.Timeout {
    return setTimeout(() => {
      const seconds = Math.round(this.#facts.idleMs / 1000);
      this.#facts.abort(new FleetError('TIMEOUT', `Nothing was typed or written for ${seconds} s: the session was ended.`));
    }, this.#facts.idleMs);
  }

  /** A client that does not answer within two beats is gone. */
  #beat(): void {
    // While the command takes nothing, nothing is read, answers neither.
    if (this.#waiting > 0) return;
    if (!this.#isAlive) {
      this.#socket.terminate();
      return;
    }
    this.#isAlive = false;
    this.#socket.ping();
  }

  #stop(): void {
    clearTimeout(this.#idle);
    clearInterval(this.#heartbeat);
  }
}

/** How a session that failed is closed. */
export function closeCodeOf(thrown: unknown): number {
  if (!FleetError.isInstance(thrown)) return CLOSE.failed;
  if (thrown.code === 'CLOSED') return CLOSE.serverCloses;
  return thrown.code === 'INPUT_INVALID' || thrown.code === 'TIMEOUT' ? CLOSE.refused : CLOSE.failed;
}

function bytesOf(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
}
