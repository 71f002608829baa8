import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';

interface Reply {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** What a tool call answered, and how many bytes its line had. */
export interface ToolAnswer {
  readonly text: string;
  readonly isError: boolean;
  readonly bytes: number;
  readonly milliseconds: number;
}

/** Longer answers are those that may stay unread. */
const LONG_BYTES = 100_000;

/** Lines as bytes, each put together once. */
function onLines(stream: Readable, tell: (line: Buffer) => void): void {
  let parts: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      const line = Buffer.concat([...parts, chunk.subarray(start, end)]);
      parts = [];
      start = end + 1;
      tell(line);
    }
    if (start < chunk.length) parts.push(chunk.subarray(start));
  });
}

/** The smallest MCP client over stdio: it measures the server, not itself. */
export class StdioClient {
  readonly child: ChildProcessWithoutNullStreams;
  readonly #waiting = new Map<number, { readonly answer: (reply: Reply, bytes: number) => void; readonly fail: (error: Error) => void }>();
  #lastId = 0;
  #unread: number | undefined;
  #stderr = '';

  constructor(command: string, args: readonly string[], environment: NodeJS.ProcessEnv = process.env) {
    this.child = spawn(command, [...args], { env: environment, stdio: ['pipe', 'pipe', 'pipe'] });
    this.child.stderr.on('data', (chunk: Buffer) => (this.#stderr = (this.#stderr + chunk.toString()).slice(-2000)));
    this.child.once('exit', (code) => {
      for (const { fail } of this.#waiting.values()) fail(new Error(`The server ended with ${String(code)}: ${this.#stderr}`));
    });
    onLines(this.child.stdout, (line) => {
      const id = this.#unread === undefined || line.length < LONG_BYTES ? undefined : this.#unread;
      const reply = id === undefined ? (JSON.parse(line.toString()) as Reply) : { id };
      this.#waiting.get(reply.id)?.answer(reply, line.length);
      this.#waiting.delete(reply.id);
    });
  }

  async request(method: string, params: unknown): Promise<{ result: unknown; bytes: number; milliseconds: number }> {
    this.#lastId += 1;
    const id = this.#lastId;
    const started = performance.now();
    const answered = new Promise<{ reply: Reply; bytes: number }>((resolve, fail) => {
      const answer = (reply: Reply, bytes: number): void => {
        resolve({ reply, bytes });
      };
      this.#waiting.set(id, { answer, fail });
    });
    this.child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
    const { reply, bytes } = await answered;
    if (reply.error !== undefined) throw new Error(`${method}: ${reply.error.message}`);
    return { result: reply.result, bytes, milliseconds: performance.now() - started };
  }

  /** A call whose long answer is not read: reading a megabyte would keep this client from seeing the answers beside it. Gives its bytes. */
  async callUnread(name: string, input: unknown): Promise<number> {
    if (this.#unread !== undefined) throw new Error('One answer at a time may stay unread.');
    this.#unread = this.#lastId + 1;
    try {
      return (await this.request('tools/call', { name, arguments: input })).bytes;
    } finally {
      this.#unread = undefined;
    }
  }

  async initialize(): Promise<number> {
    const { milliseconds } = await this.request('initialize', {
      protocolVersion: '2025-06-18',
      capabilities: {},
      clientInfo: { name: 'bench', version: '1' },
    });
    this.child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' })}\n`);
    return milliseconds;
  }

  async callTool(name: string, input: unknown): Promise<ToolAnswer> {
    const { result, bytes, milliseconds } = await this.request('tools/call', { name, arguments: input });
    const { content, isError } = result as { content: { text?: string }[]; isError?: boolean };
    return { text: content.map((part) => part.text ?? '').join('\n'), isError: isError === true, bytes, milliseconds };
  }

  /** Resident memory in MB. */
  residentMegabytes(): number {
    const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${String(this.child.pid)}/status`, 'utf8'))?.[1];
    return Number(kilobytes) / 1024;
  }

  async close(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.stdin.end();
    const timer = setTimeout(() => this.child.kill('SIGKILL'), 3000);
    await exited;
    clearTimeout(timer);
  }
}
