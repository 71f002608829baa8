import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { WebSocket } from 'ws';

/** What was heard of a session, and the end of it. */
export interface ExecClient {
  readonly socket: WebSocket;
  /** Text messages, parsed. */
  readonly told: Record<string, unknown>[];
  stdout(): string;
  stderr(): string;
  /** Resolves when stdout holds this. */
  heard(words: string): Promise<void>;
  /** Resolves with the close code. */
  readonly closed: Promise<number>;
  type(words: string | Uint8Array): void;
  say(message: object): void;
}

export interface ExecQuestion {
  readonly headers?: Readonly<Record<string, string>>;
  readonly protocols?: readonly string[];
  readonly origin?: string;
}

export const PROTOCOL = 'exec.fleetwright.v1';

function dial(url: string, { headers = {}, protocols = [PROTOCOL], origin }: ExecQuestion): WebSocket {
  return new WebSocket(url.replace(/^http/, 'ws'), [...protocols], {
    headers: { ...headers },
    ...(origin === undefined ? {} : { origin }),
    perMessageDeflate: false,
  });
}

/** Opens a session; fails when it is refused. */
export async function openExec(url: string, question: ExecQuestion = {}): Promise<ExecClient> {
  const socket = dial(url, question);
  const told: Record<string, unknown>[] = [];
  const streams: Record<number, Buffer[]> = { 1: [], 2: [] };
  let wake = (): void => undefined;
  socket.on('message', (data, isBinary) => {
    const bytes = Buffer.isBuffer(data) ? data : Buffer.alloc(0);
    if (isBinary) streams[bytes[0] ?? 0]?.push(bytes.subarray(1));
    else told.push({ ...(JSON.parse(bytes.toString()) as object) });
    wake();
  });
  const closed = once(socket, 'close').then(([code]) => Number(code));
  const textOf = (stream: number): string => Buffer.concat(streams[stream] ?? []).toString();
  await once(socket, 'open');
  return {
    socket,
    told,
    closed,
    stdout: () => textOf(1),
    stderr: () => textOf(2),
    heard: async (words) => {
      while (!textOf(1).includes(words)) {
        await new Promise<void>((resolve, reject) => {
          wake = resolve;
          void closed.then(() => {
            reject(new Error(`It ended before ${words}: ${JSON.stringify(told)} ${textOf(1)}`));
          });
        });
      }
    },
    type: (words) => {
      socket.send(typeof words === 'string' ? Buffer.from(words) : words);
    },
    say: (message) => {
      socket.send(JSON.stringify(message));
    },
  };
}

/** The plain answer that a session is refused with. */
export async function refusedExec(
  url: string,
  question: ExecQuestion = {},
): Promise<{ readonly status: number; readonly code: unknown; readonly problem: Record<string, unknown> }> {
  const socket = dial(url, question);
  socket.on('error', () => undefined);
  const [, answer] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
  const problem = JSON.parse(await text(answer)) as Record<string, unknown>;
  return { status: answer.statusCode ?? 0, code: problem['code'], problem };
}
