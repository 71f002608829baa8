import { setImmediate as nextTurn } from 'node:timers/promises';
import { EXEC_PROTOCOLS, type ChannelConnection, type ClusterSession } from '../../context.js';
import { parseJson } from '../../platform/plain-records.js';
import { BoundedOutput } from './bounded-output.js';
import { exitCodeOf } from './command-status.js';

/** A command for one container, which is talked to while it runs. */
export interface LiveCommand {
  readonly namespace: string;
  readonly pod: string;
  /** Needed when the pod has several. */
  readonly container?: string | undefined;
  /** The program and its arguments; no shell looks at them. */
  readonly command: readonly string[];
  readonly stdin?: boolean | undefined;
  /** With a terminal there is no stderr of its own. */
  readonly tty?: boolean | undefined;
  readonly signal: AbortSignal;
}

/** A piece of what a command writes. */
export interface CommandOutput {
  readonly stream: 'stdout' | 'stderr';
  readonly data: Uint8Array;
}

const STDIN = 0;
const STATUS = 3;
const RESIZE = 4;
const STREAMS: Readonly<Record<number, CommandOutput['stream']>> = { 1: 'stdout', 2: 'stderr' };
/** What servers take in one message, whatever their release. */
const PIECE_BYTES = 32 * 1024;

/** A command that runs in a container. */
export class OpenCommand {
  readonly #channels: ChannelConnection;
  readonly #program: string;
  readonly #status = new BoundedOutput(64 * 1024);
  #ended = false;

  constructor(channels: ChannelConnection, program: string) {
    this.#channels = channels;
    this.#program = program;
  }

  /** Whether the end of the input can be told to the command; Kubernetes before 1.30 cannot over a WebSocket. */
  get canEndInput(): boolean {
    return this.#channels.protocol === 'v5.channel.k8s.io';
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** What it writes as it comes, until it ends; what is not read waits with the server. @throws FleetError when the connection is cut */
  async *output(): AsyncGenerator<CommandOutput> {
    try {
      for await (const { channel, data } of this.#channels.messages) {
        const stream = STREAMS[channel];
        if (stream !== undefined) yield { stream, data };
        else if (channel === STATUS) this.#status.add(data);
      }
    } catch (thrown) {
      // Who still sends to a command that ended is cut off, after it was told how the command ended.
      if (parseJson(this.#status.text()) === undefined) throw thrown;
    } finally {
      this.#ended = true;
    }
  }

  /** How it ended; known once its output has ended. @throws FleetError EXEC_FAILED when it did not run at all */
  exitCode(): number {
    return exitCodeOf(this.#status.text(), this.#program);
  }

  /** Resolves when the network has taken it. @throws FleetError CONNECTION_FAILED */
  async write(data: Uint8Array): Promise<void> {
    for (let start = 0; start < data.length; start += PIECE_BYTES) {
      await this.#channels.send(STDIN, data.subarray(start, start + PIECE_BYTES));
      // What came meanwhile is read first: the news that the command ended would be lost with a connection that breaks while sending.
      await nextTurn();
    }
  }

  /** Tells the end of the input, where that can be told. */
  async endInput(): Promise<void> {
    await this.#channels.closeChannel(STDIN);
  }

  async resize(columns: number, rows: number): Promise<void> {
    await this.#channels.send(RESIZE, Buffer.from(JSON.stringify({ Width: columns, Height: rows })));
  }

  /** Ends the connection; the command may go on. Calling twice is fine. */
  close(): void {
    this.#channels.close();
  }
}

/**
 * Starts a command and gives its two ends.
 * @throws FleetError NOT_FOUND, FORBIDDEN, INPUT_INVALID with the containers to choose from
 */
export async function openCommand(session: ClusterSession, wanted: LiveCommand): Promise<OpenCommand> {
  const { namespace, pod, container, command, stdin = false, tty = false, signal } = wanted;
  const { path } = await session.locate({ apiVersion: 'v1', kind: 'Pod' }, { namespace, name: pod, subresource: 'exec', signal });
  const query = { container, command, stdin, tty, stdout: true, stderr: !tty };
  return new OpenCommand(await session.connect({ path, query, signal }, EXEC_PROTOCOLS), command[0] ?? '');
}
